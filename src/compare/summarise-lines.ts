import { meanOver, NOTHING, ratioOver, shareDraws } from './estimates-over.ts';
import type { MeasuredDocument } from './measured-variant.ts';
import type { FieldSummary, LinesSummary } from './run-summary.ts';
import type { CellColumns } from './tally-cells.ts';
import type { ScoreTally } from './tally-scores.ts';

/** Six cells of each variant are shown as intervals that decide nothing. */
const CELL_RESAMPLES = 2000;

/** The lines of a variant, where any document has them. */
export function summariseLines(
  all: readonly MeasuredDocument[],
  { lines }: ScoreTally,
  seed: number,
): { lines?: LinesSummary } {
  if (lines === null) return {};
  const { ratios, cells } = lines;
  const accuracies = Float64Array.from(all.flatMap(({ cellAccuracy }) => cellAccuracy ?? []));
  const columns = [...cells.fields.values()];
  shareDraws({ means: [accuracies], ratios: Object.values(ratios) }, seed);
  shareDraws(
    {
      ratios: columns.map(({ right, all: each }) => ({ numerators: right, denominators: each })),
      resamples: CELL_RESAMPLES,
    },
    seed,
  );
  return {
    lines: {
      documents: accuracies.length,
      cellAccuracy: meanOver(accuracies, seed),
      precision: ratioOver(ratios.cellPrecision, seed),
      recall: ratioOver(ratios.cellRecall, seed),
      f1: ratioOver(ratios.cellF1, seed),
      exactRow: ratioOver(ratios.exactRowRate, seed),
      surplusRow: ratioOver(ratios.surplusRowRate, seed),
      rowCountError: cells.rowCountError / cells.trials,
      cells: [...cells.fields].map(([field, own]) => summariseCell(field, own, seed)),
    },
  };
}

function summariseCell(field: string, { counts, right, all }: CellColumns, seed: number): FieldSummary {
  const { TP, FD, FN, FA, TN, unanswered } = counts;
  return {
    field,
    tp: TP,
    fd: FD,
    fn: FN + unanswered,
    fa: FA,
    tn: TN,
    accuracy: ratioOver({ numerators: right, denominators: all }, seed, CELL_RESAMPLES) ?? NOTHING,
  };
}
