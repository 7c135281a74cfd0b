import { contentKey } from '../core/hash.ts';
import { StageClock } from '../core/stage-clock.ts';
import type { DatasetDocument } from '../datasets/dataset.ts';
import type { CohortOfTrials, Trial } from '../plan/make-trials.ts';
import type { RecordBase, RecordedTokens, TrialRecord } from '../records/record.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';
import type { Generation } from '../runtimes/runtime.ts';
import { groundClean } from '../stages/ground-clean.ts';
import { failedScore, scoreAnswer } from '../stages/score.ts';
import type { DecodedCohort, TrialOutcome } from './decode-cohort.ts';
import { reasoningTokensOf, recordSteps } from './record-steps.ts';

export interface RecordContext {
  fields: readonly string[];
  lineFields?: readonly string[] | undefined;
  rules?: ScoringRules | undefined;
  load(document: string): Promise<DatasetDocument>;
  /** The engine's estimate for the variant of this cohort. */
  predictedBytes: number;
}

/** The records of a decoded cohort, scored: one per trial, in the order of the trials. */
export async function recordCohort(
  cohort: CohortOfTrials,
  result: DecodedCohort,
  context: RecordContext,
): Promise<TrialRecord[]> {
  const { wallMs, measuredBytes, outcomes } = result;
  const records: TrialRecord[] = [];
  for (const [i, trial] of cohort.trials.entries()) {
    const outcome = outcomes[i];
    const document = await context.load(trial.document);
    if (outcome === undefined)
      throw new Error(`the cohort has ${outcomes.length} outcomes for ${cohort.trials.length} trials`);
    const cached = outcome.recalled;
    const shared = {
      ...trial,
      cohortMs: cached ? 0 : round(wallMs),
      measuredBytes: cached ? 0 : measuredBytes,
      predictedBytes: cached ? 0 : context.predictedBytes,
      ...(cached && { cached }),
      ...(!cached && result.warmup === true && { warmup: true as const }),
    };
    records.push(recordTrial(shared, outcome, document, context));
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
    const { fields, lineFields, rules } = context;
    const score = failedScore({ truth, fields, lineFields, reason, rules });
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
  trial: Trial & Pick<RecordBase, 'cohortMs' | 'measuredBytes' | 'predictedBytes' | 'cached'>,
  { input, result }: TrialOutcome,
  { text, truth }: DatasetDocument,
  { fields, lineFields, rules }: RecordContext,
): TrialRecord {
  const fail = (stage: string, reason: string): TrialRecord => {
    const score = failedScore({ truth, fields, lineFields, reason, rules });
    return { ...shared, kind: 'failed', stage, reason, ...(result !== null && { stageMs: clock.times() }), score };
  };
  const clock = new StageClock({ ...(input.kind === 'read' && input.stageMs), ...result?.stageMs });
  const shared = { ...trial, ...recordSteps(input, result, { truth, fields, rules }) };
  if (input.kind === 'failed') return fail(input.stage, input.reason);
  if (result === null) throw new Error(`nothing was asked about ${trial.document}, which could be read`);
  const { answer, calls } = result;
  if (answer.kind === 'failed') return fail(answer.stage ?? 'infer', answer.reason);
  const generations = calls.flatMap(({ generation }) => (generation.kind === 'generated' ? [generation] : []));
  const [only] = generations;
  const logProbabilities =
    generations.length === 1 && only !== undefined
      ? only.logProbabilities
      : generations.flatMap((generation) => generation.logProbabilities);
  const total = (count: (generation: Generation) => number): number =>
    calls.reduce((sum, { generation }) => sum + count(generation), 0);
  const reasoningTokens = calls.reduce((sum, asked) => sum + reasoningTokensOf(asked), 0);
  const mean = logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
  const tokens = generations.map((generation) => generation.tokens);
  const score = scoreAnswer({
    // Notation and grounding are held against the text that the model saw; where it saw pictures, against the dataset's, if any.
    documentText: input.note === undefined || input.pages !== undefined ? text : input.text,
    truth,
    fields,
    lineFields,
    answerText: answer.text,
    finish: answer.finish,
    merged: answer.merged,
    rules,
    clock,
  });
  const grounded = clock.time('score', () => groundClean(score, { input: shared.input, cleanText: text, rules }));
  return {
    ...shared,
    kind: 'scored',
    output: answer.text,
    finish: answer.finish,
    ...(answer.merged !== undefined && { merged: answer.merged }),
    promptTokens: total(({ promptTokens }) => promptTokens),
    outputTokens: generations.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    ...(reasoningTokens > 0 && { reasoningTokens }),
    firstTokenMs: round(Math.min(...generations.map(({ firstTokenMs }) => firstTokenMs))),
    ...(only?.queueMs !== undefined && { queueMs: round(only.queueMs) }),
    totalMs: round(Math.max(...generations.map(({ totalMs }) => totalMs))),
    meanLogProbability: logProbabilities.length === 0 ? null : mean,
    tokensHash: contentKey(tokens.length === 1 ? tokens[0] : tokens).slice(0, 16),
    ...(calls.length === 1 && only !== undefined && recordTokens(only)),
    stageMs: clock.times(),
    score: grounded,
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
