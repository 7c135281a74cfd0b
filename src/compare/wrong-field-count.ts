import type { TrialRecord } from '../records/record.ts';
import type { WrongFields } from './run-summary.ts';

/** Stages that read a document, before any model sees it. */
const READING = new Set(['render', 'load', 'ocr']);

/** Tells errors of reading from errors of the model, record by record. */
export class WrongFieldCount {
  private readonly wrong: WrongFields = { fields: 0, reading: 0, model: 0 };
  private wasRead = false;

  add(record: TrialRecord): void {
    const { input, score } = record;
    const unread = record.kind === 'failed' && READING.has(record.stage);
    this.wasRead ||= unread || input !== undefined;
    for (const { field, outcome } of score.fields) {
      this.wrong.fields += 1;
      if (outcome === 'TP' || outcome === 'TN') continue;
      if (unread || input?.lost.includes(field) === true) this.wrong.reading += 1;
      else this.wrong.model += 1;
    }
  }

  /** `null` where every document was plain text of the dataset. */
  sums(): WrongFields | null {
    return this.wasRead ? { ...this.wrong } : null;
  }
}
