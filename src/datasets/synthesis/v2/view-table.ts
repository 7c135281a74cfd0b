import type { LineField } from '../../../invoices/fields.ts';
import type { Segment } from '../../rendering/page.ts';
import type { LabelKey } from './labels.ts';
import { labelOf, printAmount, printMoney, printQuantity, printRate, segment } from './style.ts';
import type { UnitKey } from './unit-words.ts';
import { UNIT_WORDS } from './unit-words.ts';
import type { ViewContext } from './view-context.ts';

export type ColumnKey = 'position' | 'itemNo' | 'name' | 'quantity' | 'unit' | 'unitPrice' | 'vatRate' | 'amount';

export interface TableView {
  columns: ColumnKey[];
  heads: Record<ColumnKey, string>;
  rows: TableRow[];
}

export interface TableRow {
  cells: Record<ColumnKey, Segment[] | undefined>;
  /** Second line under the name. */
  note: string | null;
  /** What the row adds to the running sum, in minor units. */
  amount: number;
}

/** The lines as cells: which columns there are, and every cell as it is written. */
export function makeTable({ random, ledger, style, tier }: ViewContext): TableView {
  const plain = tier === 'T1';
  const gross = ledger.profile === 'gross';
  const severalRates = ledger.vat.length > 1;
  const has: Record<ColumnKey, boolean> = {
    position: random.chance(0.35),
    itemNo: random.chance(plain ? 0.15 : 0.3),
    name: true,
    quantity: random.chance(0.95),
    unit: random.chance(plain ? 0.25 : 0.35),
    unitPrice: random.chance(0.93),
    vatRate: random.chance(severalRates ? 0.75 : plain ? 0.1 : 0.2),
    amount: true,
  };
  const order: ColumnKey[] = random.chance(0.25)
    ? ['position', 'itemNo', 'quantity', 'unit', 'name', 'unitPrice', 'vatRate', 'amount']
    : ['position', 'itemNo', 'name', 'quantity', 'unit', 'unitPrice', 'vatRate', 'amount'];
  const columns = order.filter((key) => has[key]);
  const word = (key: LabelKey): string => labelOf(style, key);
  const notes = random.chance(plain ? 0.1 : 0.35);
  const marked = random.chance(0.12);
  const { decimals } = ledger;
  const unitWord = new Map<string, string>();
  const unitOf = (key: string): string => {
    const known = unitWord.get(key) ?? random.pick(UNIT_WORDS[style.language][key as UnitKey]);
    unitWord.set(key, known);
    return known;
  };
  const rows = ledger.lines.map((line, index): TableRow => {
    const amount = line.grossAmount ?? line.netAmount;
    const { unitPrice, unitPriceDecimals } = line;
    const priceMark = gross ? undefined : ({ line: index, cell: 'unitPrice' } as const);
    const amountMark = gross ? undefined : ({ line: index, cell: 'netAmount' } as const);
    const print = (text: string, cell: LineField): Segment[] => [{ text, mark: { line: index, cell } }];
    // Every row has all the keys: objects of one shape are quick to read.
    const cells: TableRow['cells'] = {
      position: has.position ? [segment(line.id)] : undefined,
      itemNo: has.itemNo ? [segment(line.sellerItemId ?? '')] : undefined,
      name: print(line.name, 'name'),
      quantity: has.quantity ? print(printQuantity(style, line.quantityThousandths), 'quantity') : undefined,
      unit: has.unit ? print(unitOf(line.unit), 'unit') : undefined,
      unitPrice: has.unitPrice ? printAmount(style, unitPrice, unitPriceDecimals, priceMark) : undefined,
      vatRate: has.vatRate ? print(printRate(style, line.rateThousandths), 'vatRate') : undefined,
      amount: marked
        ? printMoney(style, amount, { decimals, mark: amountMark })
        : printAmount(style, amount, decimals, amountMark),
    };
    const reduced =
      line.allowance === 0
        ? null
        : `${word('discount')} -${printAmount(style, Math.abs(line.allowance), decimals)[0]?.text ?? ''}`;
    return { cells, note: reduced ?? (notes ? line.description : null), amount };
  });
  return {
    columns,
    heads: {
      position: word('position'),
      itemNo: word('itemNo'),
      name: word('description'),
      quantity: word('quantity'),
      unit: word('unit'),
      unitPrice: word(gross ? 'grossPrice' : 'unitPrice'),
      vatRate: word('vatRate'),
      amount: word(gross ? 'grossAmount' : 'amount'),
    },
    rows,
  };
}
