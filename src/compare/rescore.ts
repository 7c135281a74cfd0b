import type { Dataset } from '../datasets/dataset.ts';
import type { TrialRecord } from '../records/record.ts';
import type { DocumentScore } from '../scoring/outcome.ts';
import { failedScore, scoreAnswer } from '../stages/score.ts';

/** What the present scorer gives for a record, from what the model wrote: no model is asked again. */
export async function rescoreRecord(
  record: TrialRecord,
  dataset: Dataset,
  fields: readonly string[],
): Promise<DocumentScore> {
  const { text, truth } = await dataset.load(record.document);
  if (record.kind === 'failed') return failedScore({ truth, fields, reason: record.reason });
  return scoreAnswer({ documentText: text, truth, fields, answerText: record.output, finish: record.finish });
}
