import { Random } from '../../../core/random.ts';
import { HEADER_FIELDS_V1, type HeaderField } from '../../../invoices/fields.ts';
import type { GroundTruth, TrueValue } from '../../../invoices/truth.ts';
import { placeBlock } from './blocks.ts';
import { decimalOfCents, type InvoiceFacts, makeFacts } from './facts.ts';
import { FAMILIES } from './families.ts';
import type { LayoutFamily } from './layout-family.ts';
import { type Line, makeStyle } from './printing.ts';

/** Splits of `invoices-v1`: `dev` draws the layouts that training sees, `test` those that it never sees. */
export const SPLITS_V1 = ['train', 'dev', 'test', 'test-labels', 'test-geometry'] as const;
export type SplitV1 = (typeof SPLITS_V1)[number];

const ROLE: Record<SplitV1, LayoutFamily['role']> = {
  train: 'train',
  dev: 'train',
  test: 'test',
  'test-labels': 'test',
  'test-geometry': 'geometry',
};

export interface SyntheticDocument {
  text: string;
  truth: GroundTruth;
}

/** The `index`-th document of a split: a pure function of its arguments, so any document can be made alone. */
export function generateInvoiceV1(seed: number, split: SplitV1, index: number): SyntheticDocument {
  const random = Random.stream(seed, 'invoices-v1', split, index);
  const family = random.pick(FAMILIES.filter(({ role }) => role === ROLE[split]));
  const facts = makeFacts(random);
  const style = makeStyle(random, facts.locale, facts.currency, split === 'test-labels');
  const context = { random, facts, style, family };
  const blocks = family.order.map((name) => placeBlock(name, context)).filter((lines) => lines.length > 0);
  const blank = random.chance(0.5);
  const lines = blocks.flatMap((block, i) => (blank && i > 0 ? [[], ...block] : block));
  const { text, spans } = writeLines(lines);
  return {
    text,
    truth: {
      id: `v1-${split}-${String(index).padStart(6, '0')}`,
      split,
      tier: tierOf(facts),
      layout: family.id,
      locale: facts.locale,
      currency: facts.currency,
      generator: '1',
      fields: makeFields(facts, spans, text),
      vatBreakdown: facts.vat.map((entry) => ({
        category: 'S',
        rate: String(entry.rateThousandths / 1000),
        base: decimalOfCents(entry.base),
        tax: decimalOfCents(entry.tax),
      })),
    },
  };
}

/** T1 is one rate and plain totals; anything that adds or removes an amount is T2. */
function tierOf(facts: InvoiceFacts): string {
  return facts.vat.length === 1 && facts.discount === 0 && facts.shipping === 0 && facts.prepaid === 0 ? 'T1' : 'T2';
}

/** Joins the lines and notes where each field is printed first. */
function writeLines(lines: readonly Line[]): { text: string; spans: Map<HeaderField, [number, number]> } {
  const spans = new Map<HeaderField, [number, number]>();
  let text = '';
  for (const [i, line] of lines.entries()) {
    if (i > 0) text += '\n';
    for (const segment of line) {
      if (segment.field !== undefined && !spans.has(segment.field)) {
        spans.set(segment.field, [text.length, text.length + segment.text.length]);
      }
      text += segment.text;
    }
  }
  return { text, spans };
}

function makeFields(
  facts: InvoiceFacts,
  spans: ReadonlyMap<HeaderField, [number, number]>,
  text: string,
): GroundTruth['fields'] {
  const values: Record<(typeof HEADER_FIELDS_V1)[number], string | null> = {
    invoiceNumber: facts.invoiceNumber,
    issueDate: facts.issueDate,
    dueDate: facts.dueDate,
    purchaseOrderRef: facts.purchaseOrderRef,
    sellerName: facts.seller.name,
    sellerVatId: facts.seller.vatId,
    buyerName: facts.buyer.name,
    buyerVatId: facts.buyer.vatId,
    currency: facts.currency,
    netTotal: decimalOfCents(facts.netTotal),
    vatTotal: decimalOfCents(facts.vatTotal),
    grossTotal: decimalOfCents(facts.grossTotal),
    amountDue: decimalOfCents(facts.amountDue),
    iban: facts.iban,
  };
  const entries = HEADER_FIELDS_V1.map((name): [HeaderField, TrueValue] => {
    const span = spans.get(name);
    if (span === undefined) return [name, { value: null, state: 'absent' }];
    return [name, { value: values[name], printed: text.slice(...span), state: 'present', span }];
  });
  return Object.fromEntries(entries);
}
