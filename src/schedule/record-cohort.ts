import { contentKey } from '../core/hash.ts';
import type { DatasetDocument } from '../datasets/dataset.ts';
import type { CohortOfTrials, Trial } from '../plan/make-trials.ts';
import type { RecordBase, RecordedTokens, TrialRecord } from '../records/record.ts';
import type { CohortResult, Generation } from '../runtimes/runtime.ts';
import { failedScore, scoreAnswer } from '../stages/score.ts';

export interface RecordContext {
  fields: readonly string[];
  lineFields?: readonly string[] | undefined;
  load(document: string): Promise<DatasetDocument>;
  /** The engine's estimate for the variant of this cohort. */
  predictedBytes: number;
}

/** The records of a decoded cohort, scored: one per trial, in the order of the trials. */
export async function recordCohort(
  cohort: CohortOfTrials,
  result: CohortResult,
  context: RecordContext,
): Promise<TrialRecord[]> {
  const { wallMs, measuredBytes, generations } = result;
  const records: TrialRecord[] = [];
  for (const [i, trial] of cohort.trials.entries()) {
    const generation = generations[i];
    const document = await context.load(trial.document);
    const shared = { ...trial, cohortMs: round(wallMs), measuredBytes, predictedBytes: context.predictedBytes };
    if (generation === undefined)
      throw new Error(`the worker answered ${generations.length} of ${cohort.trials.length} requests`);
    records.push(recordTrial(shared, generation, document, context));
  }
  return records;
}

/** The records of a cohort that could not be decoded: every document failed, with the reason. */
export async function recordGivenUp(
  cohort: CohortOfTrials,
  reason: string,
  context: RecordContext,
): Promise<TrialRecord[]> {
  const records: TrialRecord[] = [];
  for (const trial of cohort.trials) {
    const { truth } = await context.load(trial.document);
    const { fields, lineFields } = context;
    const score = failedScore({ truth, fields, lineFields, reason });
    records.push({
      ...trial,
      kind: 'failed',
      stage: 'infer',
      reason,
      cohortMs: 0,
      measuredBytes: 0,
      predictedBytes: context.predictedBytes,
      score,
    });
  }
  return records;
}

function recordTrial(
  shared: Trial & Pick<RecordBase, 'cohortMs' | 'measuredBytes' | 'predictedBytes'>,
  generation: Generation,
  { text, truth }: DatasetDocument,
  { fields, lineFields }: RecordContext,
): TrialRecord {
  if (generation.kind === 'refused') {
    const { reason } = generation;
    const score = failedScore({ truth, fields, lineFields, reason });
    return { ...shared, kind: 'failed', stage: 'infer', reason, score };
  }
  const { text: output, finish, promptTokens, outputTokens, logProbabilities, tokens } = generation;
  const mean = logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
  return {
    ...shared,
    kind: 'scored',
    output,
    finish,
    promptTokens,
    outputTokens,
    firstTokenMs: round(generation.firstTokenMs),
    totalMs: round(generation.totalMs),
    meanLogProbability: logProbabilities.length === 0 ? null : mean,
    tokensHash: contentKey(tokens).slice(0, 16),
    ...recordTokens(generation),
    score: scoreAnswer({ documentText: text, truth, fields, lineFields, answerText: output, finish }),
  };
}

function recordTokens({ tokenLengths, logProbabilities }: Extract<Generation, { kind: 'generated' }>): {
  tokens?: RecordedTokens;
} {
  if (tokenLengths === undefined) return {};
  return { tokens: { lengths: tokenLengths, logProbabilities: logProbabilities.map(toThreeDecimals) } };
}

/** `-0` would be written as `0` and read as another number. */
function toThreeDecimals(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}

/** Microseconds are beyond what a wall clock says. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
