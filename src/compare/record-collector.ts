import { KeySet } from '../core/key-set.ts';
import type { TrialRecord } from '../records/record.ts';
import { CollectedDocuments, type TrialReadings } from './collected-documents.ts';
import { measureDocument } from './measure-document.ts';
import { type MeasuredVariant, MIXED } from './measured-variant.ts';
import { ScoreStore } from './score-store.ts';
import { WrongFieldCount } from './wrong-field-count.ts';
import { Timings } from './timings.ts';

/** Collects records of any number of variants, in any order; the first record of a trial counts. */
export class RecordCollector {
  private readonly byVariant = new Map<string, Collected>();
  private readonly store = new ScoreStore();
  private readonly weights: Readonly<Record<string, number>> | undefined;

  /** With weights, `weightedFieldAccuracy` is reckoned too. */
  constructor(weights?: Readonly<Record<string, number>>) {
    this.weights = weights;
  }

  add(record: TrialRecord): void {
    const collected = this.byVariant.get(record.variant) ?? newCollected(this.store);
    this.byVariant.set(record.variant, collected);
    if (!collected.keys.add(record.key)) return;
    const { score } = record;
    collected.documents.add(measureDocument(record.document, [score], this.weights), score, readingsOf(record));
    collected.scorers.add(score.scorer);
    collected.timings.add(record);
    if (record.cached === true) {
      collected.recalled += 1;
      if (record.kind === 'scored') collected.recalledTokens += record.outputTokens;
    } else if (record.warmup === true) {
      collected.warm.cohorts.set(`${record.epoch}/${record.cohort}`, record.cohortMs);
      collected.warm.trials += 1;
      if (record.kind === 'scored') collected.warm.tokens += record.outputTokens;
    } else collected.cohorts.set(`${record.epoch}/${record.cohort}`, record.cohortMs);
    collected.predictedBytes = Math.max(collected.predictedBytes, record.predictedBytes);
    collected.measuredBytes = Math.max(collected.measuredBytes, record.measuredBytes);
    collected.wrongFields.add(record);
    if (record.kind === 'failed') collected.failures += 1;
    else {
      collected.promptTokens += record.promptTokens;
      collected.outputTokens += record.outputTokens;
      collected.reasoningTokens += record.reasoningTokens ?? 0;
    }
  }

  /** The variant as measured so far; without documents when it has no record. */
  measured(id: string): MeasuredVariant {
    const found = this.byVariant.get(id) ?? newCollected(this.store);
    const {
      documents,
      scorers,
      keys,
      recalled,
      recalledTokens,
      warm,
      cohorts: later,
      timings,
      wrongFields,
      ...totals
    } = found;
    const wrong = wrongFields.sums();
    const timing = timings.summary();
    // Where a worker decoded nothing after its first cohort, that one is all there is to tell.
    const cold = later.size === 0;
    const cohorts = cold ? warm.cohorts : later;
    const untimed = { trials: cold ? 0 : warm.trials, tokens: cold ? 0 : warm.tokens };
    const times =
      recalled + untimed.trials === 0
        ? {}
        : {
            ...(recalled > 0 && { recalled }),
            timedTrials: keys.size - recalled - untimed.trials,
            timedOutputTokens: totals.outputTokens - recalledTokens - untimed.tokens,
          };
    const cohortMs = [...cohorts.values()].reduce((sum, ms) => sum + ms, 0);
    const scorer = scorers.size === 0 ? null : [...scorers].sort().join(MIXED);
    return {
      id,
      documents: documents.sorted(),
      ...totals,
      ...times,
      ...(timing !== null && { timing }),
      ...(wrong !== null && { wrongFields: wrong }),
      cohortMs,
      scorer,
    };
  }
}

function readingsOf(record: TrialRecord): TrialReadings {
  if (record.kind === 'failed') return {};
  const { cached, totalMs, meanLogProbability } = record;
  return {
    totalMs: cached !== true && totalMs > 0 ? totalMs : undefined,
    confidence: meanLogProbability === null ? undefined : Math.exp(meanLogProbability),
  };
}

interface Collected {
  keys: KeySet;
  documents: CollectedDocuments;
  scorers: Set<string>;
  timings: Timings;
  cohorts: Map<string, number>;
  failures: number;
  promptTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  wrongFields: WrongFieldCount;
  recalled: number;
  recalledTokens: number;
  /** First cohorts of workers. */
  warm: { cohorts: Map<string, number>; trials: number; tokens: number };
  measuredBytes: number;
  predictedBytes: number;
}

function newCollected(store: ScoreStore): Collected {
  return {
    keys: new KeySet(),
    documents: new CollectedDocuments(store),
    scorers: new Set(),
    timings: new Timings(),
    cohorts: new Map(),
    failures: 0,
    promptTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    wrongFields: new WrongFieldCount(),
    recalled: 0,
    recalledTokens: 0,
    warm: { cohorts: new Map(), trials: 0, tokens: 0 },
    measuredBytes: 0,
    predictedBytes: 0,
  };
}
