import type { GroundTruth, TrueValue } from '../../invoices/truth.ts';
import type { Page } from './page.ts';
import { boxOnScan } from './scan-box.ts';
import type { ScanPlan } from './scan-plan.ts';

/** The truth of a scanned document: every value with its box on the picture of its page, and what was done to each page. */
export function addScanBoxes<Truth extends GroundTruth>(
  truth: Truth,
  pages: readonly Page[],
  plans: readonly ScanPlan[],
): Truth & { rendering: { scan: ScanPlan[] } } {
  const place = (known: TrueValue): TrueValue => {
    const [page, plan] = [pages[(known.page ?? 0) - 1], plans[(known.page ?? 0) - 1]];
    if (known.box === undefined || page === undefined || plan === undefined) return known;
    return { ...known, scanBox: boxOnScan(known.box, plan, page) };
  };
  const placeAll = <Fields extends Record<string, TrueValue | undefined>>(fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, known]) => [name, known === undefined ? known : place(known)]),
    ) as Fields;
  return {
    ...truth,
    fields: placeAll(truth.fields),
    ...(truth.lines === undefined ? {} : { lines: truth.lines.map(placeAll) }),
    rendering: { scan: [...plans] },
  };
}
