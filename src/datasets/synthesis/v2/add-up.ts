import type { Ledger, LedgerAdjustment, LedgerLine, VatCategory } from '../../../invoices/ledger.ts';
import { multiplyRounded } from '../../../invoices/minor-units.ts';

export type Totals = Pick<
  Ledger,
  'vat' | 'lineTotal' | 'allowanceTotal' | 'chargeTotal' | 'netTotal' | 'vatTotal' | 'grossTotal'
>;

/** With gross prices the tax of a rate is what its sum holds; the rounding of the lines' nets goes to the last line. */
function settleGross(lines: readonly LedgerLine[]): void {
  for (const rate of new Set(lines.map(({ rateThousandths }) => rateThousandths))) {
    const own = lines.filter(({ rateThousandths }) => rateThousandths === rate);
    const gross = own.reduce((sum, line) => sum + (line.grossAmount ?? 0), 0);
    const net = own.reduce((sum, line) => sum + line.netAmount, 0);
    const last = own.at(-1);
    if (last !== undefined) last.netAmount += gross - taxInside(gross, rate) - net;
  }
}

/** Totals and VAT breakdown of the lines and adjustments; exact under all the rules, whatever the profile. */
export function addUp(
  profile: Ledger['profile'],
  lines: readonly LedgerLine[],
  adjustments: readonly LedgerAdjustment[],
): Totals {
  const vat: Ledger['vat'] = [];
  const entryOf = (category: VatCategory, rateThousandths: number) => {
    let entry = vat.find((known) => known.category === category && known.rateThousandths === rateThousandths);
    if (entry === undefined) {
      entry = { category, rateThousandths, base: 0, tax: 0 };
      vat.push(entry);
    }
    return entry;
  };
  if (profile === 'gross') settleGross(lines);
  let lineTotal = 0;
  for (const line of lines) {
    lineTotal += line.netAmount;
    const entry = entryOf(line.category, line.rateThousandths);
    entry.base += line.netAmount;
    entry.tax += (line.grossAmount ?? line.netAmount) - line.netAmount;
  }
  let allowanceTotal = 0;
  let chargeTotal = 0;
  for (const { kind, amount, category, rateThousandths } of adjustments) {
    if (kind === 'allowance') allowanceTotal += amount;
    else chargeTotal += amount;
    entryOf(category, rateThousandths).base += kind === 'allowance' ? -amount : amount;
  }
  let vatTotal = 0;
  for (const entry of vat) {
    if (profile !== 'gross') entry.tax = multiplyRounded(entry.base, entry.rateThousandths, 100_000);
    vatTotal += entry.tax;
  }
  vat.sort((a, b) => b.rateThousandths - a.rateThousandths);
  const netTotal = lineTotal - allowanceTotal + chargeTotal;
  return { vat, lineTotal, allowanceTotal, chargeTotal, netTotal, vatTotal, grossTotal: netTotal + vatTotal };
}

/** The tax inside an amount that holds it. */
export function taxInside(gross: number, rateThousandths: number): number {
  return multiplyRounded(gross, rateThousandths, 100_000 + rateThousandths);
}
