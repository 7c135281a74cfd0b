import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../core/hash.ts';
import { HEADER_FIELDS_V1 } from '../../../invoices/fields.ts';
import { FAMILIES } from './families.ts';
import { generateInvoiceV1, SPLITS_V1 } from './generate.ts';

const documentsOf = (split: (typeof SPLITS_V1)[number], count: number) =>
  Array.from({ length: count }, (_, index) => generateInvoiceV1(7, split, index));

describe('generateInvoiceV1', () => {
  // These digests are the freeze of invoices-v1: when one changes, every published result on it is void.
  test.each([
    ['train', '7263c05afd981030c9a7a2064263a4eeaa39dbe2dcef90ac6032a5a44275780d'],
    ['dev', '323248014d79cd1e51f15ae962d36a2ac03ca203d66b74f49bc0eb487d8f5075'],
    ['test', '5abcf140386f773a770d11055443703d920ee68e2dcfcf0f10b4d327b66149b4'],
    ['test-labels', '9e6c0c8992444dc2d2e0c87266d9e0818fdf36f28058008ff1a3d8d0f3ac216f'],
    ['test-geometry', '0fb4669ff7f2f98a38c5afb36f822f4967824f97c1cbeeb4b6e8ea2137672d4b'],
  ] as const)('makes the same bytes as ever for the first 200 documents of %s', (split, digest) => {
    expect(sha256(JSON.stringify(documentsOf(split, 200)))).toBe(digest);
  });

  test('prints every present field exactly where the truth says', () => {
    for (const split of SPLITS_V1) {
      for (const { text, truth } of documentsOf(split, 300)) {
        for (const name of HEADER_FIELDS_V1) {
          const field = truth.fields[name];
          if (field === undefined) throw new Error(`${truth.id} says nothing of ${name}`);
          if (field.state === 'absent') expect(field).toEqual({ value: null, state: 'absent' });
          else expect(text.slice(...(field.span ?? [0, 0])), `${truth.id} ${name}`).toBe(field.printed);
        }
      }
    }
  });

  test('adds up to the cent: gross = net + VAT, and the VAT breakdown sums to both', () => {
    const cents = (decimal: string | null | undefined): number => Math.round(Number(decimal) * 100);
    for (const { truth } of documentsOf('train', 500)) {
      const { netTotal, vatTotal, grossTotal, amountDue } = truth.fields;
      const base = (truth.vatBreakdown ?? []).reduce((sum, entry) => sum + cents(entry.base), 0);
      const tax = (truth.vatBreakdown ?? []).reduce((sum, entry) => sum + cents(entry.tax), 0);
      expect(cents(grossTotal?.value)).toBe(base + tax);
      if (netTotal?.state === 'present') expect(cents(netTotal.value)).toBe(base);
      if (vatTotal?.state === 'present') expect(cents(vatTotal.value)).toBe(tax);
      if (amountDue?.state === 'present') expect(cents(amountDue.value)).toBeLessThanOrEqual(base + tax);
    }
  });

  test('shows the test splits only layouts that train and dev never show', () => {
    const layoutsOf = (split: (typeof SPLITS_V1)[number]) =>
      new Set(documentsOf(split, 600).map(({ truth }) => truth.layout));
    const trained = layoutsOf('train');
    expect(layoutsOf('dev')).toEqual(trained);
    for (const split of ['test', 'test-labels', 'test-geometry'] as const) {
      for (const layout of layoutsOf(split)) expect(trained.has(layout), layout).toBe(false);
    }
  });

  test('makes no two documents alike in 4,000', () => {
    expect(new Set(documentsOf('train', 4000).map(({ text }) => sha256(text))).size).toBe(4000);
  });

  test('holds out combinations: no test family shares placements and order with a trained one', () => {
    const shapeOf = ({ meta, totals, payment, order }: (typeof FAMILIES)[number]) =>
      [meta, totals, payment, order.join()].join('|');
    const trained = new Set(FAMILIES.filter(({ role }) => role === 'train').map(shapeOf));
    expect(trained.size).toBeGreaterThanOrEqual(10);
    for (const family of FAMILIES.filter(({ role }) => role !== 'train'))
      expect(trained.has(shapeOf(family))).toBe(false);
  });
});
