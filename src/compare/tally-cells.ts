import { countOutcomes, noCounts, type OutcomeCounts } from '../scoring/counts.ts';
import type { CellScore, DocumentScore } from '../scoring/outcome.ts';

/** One cell of the lines, e.g. the net amount, over the documents of a variant. */
export interface CellColumns {
  counts: OutcomeCounts;
  /** Right ones and all of each document. */
  right: Float64Array;
  all: Float64Array;
}

/** Counts the cells of lines by their field, in columns of one number per document. */
export class CellTally {
  readonly fields = new Map<string, CellColumns>();
  /** Sum of the distances between rows given and rows due. */
  rowCountError = 0;
  trials = 0;
  private readonly documents: number;

  constructor(documents: number) {
    this.documents = documents;
  }

  /** The scores of one document, all epochs. */
  add(place: number, scores: readonly DocumentScore[]): void {
    for (const { lines } of scores) {
      this.trials += 1;
      this.rowCountError += Math.abs((lines?.answerRows ?? 0) - (lines?.trueRows ?? 0));
    }
    const byField = new Map<string, CellScore[]>();
    for (const { lines } of scores) {
      for (const cell of lines?.cells ?? []) {
        const own = byField.get(cell.field);
        if (own === undefined) byField.set(cell.field, [cell]);
        else own.push(cell);
      }
    }
    for (const [field, cells] of byField) this.addCounts(field, place, countOutcomes(cells));
  }

  private addCounts(field: string, place: number, found: OutcomeCounts): void {
    const columns = this.fields.get(field) ?? {
      counts: noCounts(),
      right: new Float64Array(this.documents),
      all: new Float64Array(this.documents),
    };
    this.fields.set(field, columns);
    for (const outcome of Object.keys(found) as (keyof OutcomeCounts)[]) columns.counts[outcome] += found[outcome];
    const { TP, TN, FD, FN, FA, unanswered } = found;
    columns.right[place] = TP + TN;
    columns.all[place] = TP + TN + FD + FN + FA + unanswered;
  }
}
