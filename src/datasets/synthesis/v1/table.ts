import type { PageContext } from './page.ts';
import { type Line, printAmount, printLabel, printMoney, printQuantity, printRate } from './printing.ts';

/** The table of lines, as text in the family's form, with its head. */
export function placeTable({ random, facts, style, family }: PageContext): Line[] {
  const label = (key: 'description' | 'quantity' | 'unitPrice' | 'amount'): string => printLabel(random, style, key);
  const head = [label('description'), label('quantity'), label('unitPrice'), label('amount')];
  const withRate = random.chance(0.2);
  const rows = facts.lines.map((line) => ({
    name: line.name,
    quantity: printQuantity(style, line.quantityHundredths),
    price: printAmount(style, line.unitPrice),
    amount: printAmount(style, line.netAmount),
    rate: withRate ? `  ${printRate(style, line.rateThousandths)}` : '',
    net: line.netAmount,
  }));
  const plain = (...lines: string[]): Line[] => lines.map((text) => [{ text }]);
  switch (family.table) {
    case 'columns': {
      const width = Math.max(head[0]?.length ?? 0, ...rows.map((row) => row.name.length)) + 2;
      return plain(
        `${(head[0] ?? '').padEnd(width)}${head.slice(1).join('  ')}`,
        ...rows.map((row) => `${row.name.padEnd(width)}${row.quantity}  ${row.price}  ${row.amount}${row.rate}`),
      );
    }
    case 'pipes':
      return plain(
        head.join(' | '),
        ...rows.map((row) => `${row.name} | ${row.quantity} | ${row.price} | ${row.amount}${row.rate}`),
      );
    case 'tabs':
      return plain(
        head.join('\t'),
        ...rows.map((row) => `${row.name}\t${row.quantity}\t${row.price}\t${row.amount}${row.rate}`),
      );
    case 'numbered':
      return plain(
        ...rows.map((row, i) => `${i + 1}. ${row.name}  ${row.quantity} x ${row.price} = ${row.amount}${row.rate}`),
      );
    case 'wrapped':
      return plain(
        head.join('  '),
        ...rows.flatMap((row) => [row.name, `  ${row.quantity}  ${row.price}  ${row.amount}${row.rate}`]),
      );
    case 'quantity-first':
      return plain(...rows.map((row) => `${row.quantity} ${row.name}  ${row.amount}`));
    case 'sentence':
      return rows.map((row) => [
        { text: `${row.quantity} x ${row.name}, ${row.price}: ` },
        ...printMoney(style, row.net),
      ]);
  }
}
