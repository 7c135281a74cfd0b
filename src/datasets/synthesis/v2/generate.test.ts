import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../core/hash.ts';
import { Random } from '../../../core/random.ts';
import { checkBusinessRules, figuresOfLedger } from '../../../invoices/business-rules.ts';
import { parseCurrency } from '../../../invoices/currencies.ts';
import { parseDate } from '../../../invoices/dates.ts';
import { HEADER_FIELDS, LINE_FIELDS } from '../../../invoices/fields.ts';
import { isIban, vatCountry } from '../../../invoices/identifiers.ts';
import { localeFormat } from '../../../invoices/locales.ts';
import { parseAmount, parseQuantity } from '../../../invoices/money.ts';
import type { TrueValue } from '../../../invoices/truth.ts';
import { groundTruthSchema } from '../../folder-dataset.ts';
import { FAMILIES_V2, type Family } from './families.ts';
import { generateInvoiceV2, layoutTextOf, type SyntheticInvoice } from './generate.ts';
import { wordsOf } from './labels.ts';
import { mixFamily } from './mix-family.ts';
import { LOCALES_V2 } from './regions.ts';
import { partOfName, TIERS } from './splits.ts';

const PARTS = ['train', 'dev', 'test'] as const;
const documents = [...PARTS, 'mixed'].flatMap((split) =>
  Array.from({ length: 200 }, (_, index) => generateInvoiceV2(11, split, index)),
);

/** Every present value of a document, with the type it is read as. */
function presentValues({ truth }: SyntheticInvoice): { name: string; type: string; value: TrueValue }[] {
  const cells = (truth.lines ?? []).flatMap((line) =>
    Object.entries(LINE_FIELDS).map(([name, type]) => ({ name, type, value: line[name as keyof typeof line] })),
  );
  const fields = Object.entries(HEADER_FIELDS).map(([name, type]) => ({
    name,
    type,
    value: truth.fields[name as keyof typeof truth.fields],
  }));
  return [...fields, ...cells].flatMap(({ name, type, value }) =>
    value?.state === 'present' ? [{ name, type, value }] : [],
  );
}

describe('generateInvoiceV2', () => {
  // These digests are the freeze of invoices-v2: when one changes, every published result on it is void.
  test.each([
    ['train', '06d42fbab9b350e49d82c1feb18f633249ec14658d4c27139007dfad944527b9'],
    ['train-t1', 'b898f3c6ee021c909887a801fc6a14d71bc54b9791bf58f1c1d4e8c52b9db432'],
    ['train-t2', 'c43f374c7c9104f4f77c19946f9b1b24f9bf087bb6cdd148ba0508850f6fd59a'],
    ['train-t3', '660fe7510169697305c183f4b8902dc4f232fec65996ceb0b694c1c79c692da0'],
    ['dev', '8ec4dee425ab12a3904899f998571fdc5247a1868c89daf2e34901a40d0c0358'],
    ['mixed', 'df576a7186939d92268b33ec10bbcd926fc3f0cf194afbfa2fe1cb2c72e6dd1d'],
    ['test', 'd8716323687a11ff6245cc6da013881f2374aa208399fb0c8db7de3edd5087ec'],
    ['test-t4', 'a476334b9f9002f6453839ec365a7b124804f652738897dc5e816ea84e79f9ee'],
    ['test-t5', 'a8a93cc4d07398a3bb4a24790deac31e4faa82c0c63107b491e4618dd2ba3e0f'],
  ] as const)(
    'makes the same text, layout text and truth as ever for the first 60 documents of %s',
    (split, digest) => {
      const made = Array.from({ length: 60 }, (_, index) => generateInvoiceV2(20, split, index));
      expect(sha256(JSON.stringify(made.map((invoice) => [invoice.text, layoutTextOf(invoice), invoice.truth])))).toBe(
        digest,
      );
    },
  );

  test('shows in layouts the layouts and sellers of test, with the label words of train', () => {
    const newWords = wordsOf('en-US', 'en', 'test', 'dueDate').filter(
      (word) => !wordsOf('en-US', 'en', 'train', 'dueDate').includes(word),
    );
    const made = (split: string): SyntheticInvoice[] =>
      Array.from({ length: 60 }, (_, index) => generateInvoiceV2(11, split, index, { locales: ['en-US'] }));
    const withNewWords = (invoices: SyntheticInvoice[]): number =>
      invoices.filter(({ text }) => newWords.some((word) => text.toLowerCase().includes(word.toLowerCase()))).length;
    const invoices = made('layouts-t1');
    expect(withNewWords(made('test-t1'))).toBeGreaterThan(5);
    expect(withNewWords(invoices)).toBe(0);
    for (const { truth } of invoices) {
      expect(FAMILIES_V2.find(({ id }) => id === truth.layout)?.part).toBe('test');
      expect(partOfName(truth.fields.sellerName?.value as string)).toBe('test');
    }
  });

  test('mixes layouts for mixed from forms of train, never one of test', () => {
    const key = ({ sheet, head, parties, meta, table, totals, payment }: Family): string =>
      [sheet, head, parties, meta, table, totals, payment].join();
    const others = FAMILIES_V2.filter(({ part }) => part !== 'train');
    const mixed = Array.from({ length: 3000 }, (_, i) => mixFamily(Random.stream(5, i), i % 2 === 0 ? 'T1' : 'T3'));
    expect(new Set(mixed.map(key)).size).toBeGreaterThan(1500);
    for (const family of mixed) {
      expect(others.map(key)).not.toContain(key(family));
      expect(['label-right', 'left', 'strip']).not.toContain(family.meta);
      expect(['left', 'strip']).not.toContain(family.totals);
    }
    expect(mixed.some(({ sheet }, i) => sheet === 'receipt' && i % 2 === 1)).toBe(false);
    expect(mixed.some(({ sheet, order }) => sheet === 'receipt' && order.includes('parties'))).toBe(true);
    const { truth } = generateInvoiceV2(5, 'mixed-t2', 3);
    expect(truth).toMatchObject({ id: 'v2-mixed-t2-000003', layout: 'mixed', tier: 'T2' });
    expect(partOfName(truth.fields.sellerName?.value as string)).toBe('train');
  });

  test('passes every business rule that can be checked', () => {
    for (const { ledger, truth } of documents) {
      const failed = checkBusinessRules(figuresOfLedger(ledger)).filter(({ result }) => result === 'fail');
      expect(failed, truth.id).toEqual([]);
    }
  });

  test('prints every present value exactly where its span says, and in the columns of the layout text', () => {
    for (const document of documents) {
      const layout = layoutTextOf(document);
      for (const { name, value } of presentValues(document)) {
        const where = `${document.truth.id} ${name}`;
        expect(document.text.slice(...(value.span ?? [0, 0])), where).toBe(value.printed);
        expect(layout.includes(value.printed ?? ''), where).toBe(true);
      }
    }
  });

  test('prints amounts, quantities, dates and currencies so that they read back as their values', () => {
    for (const document of documents) {
      const { decimal, dateOrder, language, region } = localeFormat(document.truth.locale);
      for (const { name, type, value } of presentValues(document)) {
        const printed = value.printed ?? '';
        const where = `${document.truth.id} ${name} ${printed}`;
        if (type === 'money' || type === 'quantity') {
          const read = type === 'money' ? parseAmount(printed, decimal) : parseQuantity(printed, decimal);
          expect(read === null ? read : Number(read), where).toBe(Number(value.value));
        } else if (type === 'date') expect(parseDate(printed, dateOrder, [language]), where).toBe(value.value);
        else if (name === 'currency') expect(parseCurrency(printed, { language, region }), where).toBe(value.value);
      }
    }
  });

  test('keeps every run on its page and no two runs on top of each other', () => {
    const faults: string[] = [];
    for (const { pages, truth } of documents) {
      for (const { runs, width, height } of pages) {
        runs.forEach((a, i) => {
          const off = a.x < 0 || a.x + a.width > width + 0.5 || a.y <= 0 || a.y > height;
          if (off) faults.push(`${truth.id} ${truth.layout}: ${a.text} leaves the page`);
          for (let j = i + 1; j < runs.length; j += 1) {
            const b = runs[j];
            if (b === undefined || Math.abs(b.y - a.y) > 30) continue;
            const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
            const down = Math.min(a.y, b.y) - Math.max(a.y - 0.7 * a.size, b.y - 0.7 * b.size);
            if (across > 0.5 && down > 0.5) faults.push(`${truth.id} ${truth.layout}: ${a.text} over ${b.text}`);
          }
        });
      }
    }
    expect(faults).toEqual([]);
  });

  test('gives the same document again, and matches the schema of datasets', () => {
    for (const { text, truth } of documents.slice(0, 40)) {
      const again = generateInvoiceV2(11, truth.split, Number(truth.id.slice(-6)));
      expect([again.text, again.truth]).toEqual([text, truth]);
      expect(groundTruthSchema.safeParse(truth).success).toBe(true);
    }
  });

  test('shares no layout, no seller and no good between the splits', () => {
    const collect = (part: string, pick: (document: SyntheticInvoice) => string[]): Set<string> =>
      new Set(documents.filter(({ truth }) => truth.split === part).flatMap(pick));
    for (const pick of [
      ({ truth }: SyntheticInvoice) => [truth.layout],
      ({ ledger }: SyntheticInvoice) => [ledger.seller.name, ledger.buyer.name],
      ({ ledger }: SyntheticInvoice) => ledger.lines.map(({ name }) => name),
    ]) {
      const [train, dev, test] = PARTS.map((part) => collect(part, pick));
      for (const value of [...(dev ?? []), ...(test ?? [])]) expect(train?.has(value), value).toBe(false);
      for (const value of test ?? []) expect(dev?.has(value), value).toBe(false);
    }
  });

  test('covers all locales, tiers, families and decimals, with valid identifiers', () => {
    const seen = (of: (document: SyntheticInvoice) => unknown) => new Set(documents.map(of));
    expect(seen(({ truth }) => truth.locale)).toEqual(new Set(LOCALES_V2));
    expect(seen(({ truth }) => truth.tier)).toEqual(new Set(TIERS));
    expect(seen(({ truth }) => truth.layout)).toEqual(new Set(['mixed', ...FAMILIES_V2.map(({ id }) => id)]));
    expect(seen(({ ledger }) => ledger.decimals)).toEqual(new Set([0, 2, 3]));
    for (const { ledger } of documents) {
      if (ledger.iban !== null) expect(isIban(ledger.iban), ledger.iban).toBe(true);
      const { vatId, country } = ledger.seller;
      if (vatId !== null && !['IN', 'JP'].includes(country)) expect(vatCountry(vatId), vatId).toContain(country);
    }
  });

  test('a planted error is printed and is the truth; an order confirmation has no invoice number', () => {
    const traps = Array.from({ length: 200 }, (_, index) => generateInvoiceV2(3, 'test-t5', index));
    const wrong = traps.filter(({ truth }) => truth.trap === 'arithmetic');
    expect(wrong.length).toBeGreaterThan(20);
    for (const { truth, ledger } of wrong) {
      const { netTotal, vatTotal, grossTotal } = truth.fields;
      const ledgerValues = [ledger.netTotal, ledger.vatTotal, ledger.grossTotal];
      const values = [netTotal, vatTotal, grossTotal].map((field) => field?.value);
      const differs = values.some(
        (value, i) => value != null && Number(value) * 10 ** ledger.decimals !== ledgerValues[i],
      );
      const hidden = values.includes(null);
      expect(differs || hidden, truth.id).toBe(true);
    }
    const confirmations = traps.filter(({ truth }) => truth.documentType === 'order-confirmation');
    expect(confirmations.length).toBeGreaterThan(20);
    for (const { truth } of confirmations) expect(truth.fields.invoiceNumber?.state).toBe('absent');
  });

  test('makes no two texts alike in 1,500', () => {
    const digests = Array.from({ length: 1500 }, (_, index) => sha256(generateInvoiceV2(5, 'train-t1', index).text));
    expect(new Set(digests).size).toBe(1500);
  });
});
