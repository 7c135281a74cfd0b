import type { Estimate } from '../../statistics/estimate.ts';
import { tEstimate } from '../../statistics/t-interval.ts';
import type { RecordHead } from './record-head.ts';

/** What the records of one variant add up to while they come in. */
export class VariantProgress {
  done = 0;
  failures = 0;
  measuredBytes = 0;
  predictedBytes = 0;
  /** Wall time of its cohorts, added up over workers. */
  cohortMs = 0;
  private readonly cohorts = new Set<string>();
  private readonly documents = new Map<string, { sum: number; count: number }>();

  add(head: RecordHead): void {
    this.done += 1;
    if (head.failed) this.failures += 1;
    this.measuredBytes = Math.max(this.measuredBytes, head.measuredBytes);
    this.predictedBytes = Math.max(this.predictedBytes, head.predictedBytes);
    const cohort = `${head.epoch}/${head.cohort}`;
    if (!this.cohorts.has(cohort)) {
      this.cohorts.add(cohort);
      this.cohortMs += head.cohortMs;
    }
    const own = this.documents.get(head.document);
    if (own === undefined) this.documents.set(head.document, { sum: head.fieldAccuracy, count: 1 });
    else {
      own.sum += head.fieldAccuracy;
      own.count += 1;
    }
  }

  /** Of one document, averaged over its epochs so far; `null` where it is not measured yet. */
  accuracyOf(document: string): number | null {
    const own = this.documents.get(document);
    return own === undefined ? null : own.sum / own.count;
  }

  /** Mean over the documents so far with its 95 % t interval; `null` without documents. */
  accuracy(): Estimate | null {
    if (this.documents.size === 0) return null;
    const values = Float64Array.from(this.documents.values(), ({ sum, count }) => sum / count);
    const estimate = tEstimate(values, { range: [0, 1] });
    return { ...estimate, low: Math.max(0, estimate.low), high: Math.min(1, estimate.high) };
  }
}
