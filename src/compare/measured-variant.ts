import type { TrialRecord } from '../records/record.ts';
import { scoreAnls } from '../scoring/document-anls.ts';
import type { DecisionMetric } from '../spec/spec.ts';
import { type PackedScore, ScorePacker, unpackScore } from './packed-score.ts';
import { weightedAccuracy } from '../scoring/weights.ts';
import type { DocumentScore } from '../scoring/outcome.ts';

/** One document under one variant; epochs are averaged here, since the document is the sampling unit. */
export interface MeasuredDocument {
  id: string;
  /** One score per epoch. */
  readonly scores: readonly DocumentScore[];
  fieldAccuracy: number;
  /** The same with fields counted by their weights; absent where none has a weight. */
  weightedFieldAccuracy?: number;
  /** ANLS* as its authors' implementation gives it, and with empty values left out. */
  anls?: number;
  anlsPruned?: number;
  /** Right cells of the lines among those scored; absent where no lines were scored. */
  cellAccuracy?: number;
  /** Share of epochs that were exact. */
  exact: number;
  /** Some epoch failed, or gave no JSON object with the asked keys. */
  broken: boolean;
  /** Mean time from its cohort's start to its last token; absent where it failed or its answer was recalled. */
  totalMs?: number;
  /** Geometric mean of the probabilities of its tokens; absent where there are none. */
  confidence?: number;
}

/** What a verdict may be about. */
export type MetricValues = Pick<MeasuredDocument, 'fieldAccuracy' | 'exact' | 'weightedFieldAccuracy' | 'cellAccuracy'>;

/**
 * The number of a document that a verdict is about, in [0, 1]. A document whose lines were not scored counts 1 for
 * `cellAccuracy` under every variant: it can neither win nor lose.
 */
export function metricOf(document: MetricValues, metric: DecisionMetric): number {
  switch (metric) {
    case 'documentExact':
      return document.exact;
    case 'weightedFieldAccuracy':
      return document.weightedFieldAccuracy ?? document.fieldAccuracy;
    case 'cellAccuracy':
      return document.cellAccuracy ?? 1;
    default:
      return document.fieldAccuracy;
  }
}

/** What the records of one variant add up to. */
export interface MeasuredVariant {
  id: string;
  /** Sorted by id, so that the order of the records does not matter. */
  documents: MeasuredDocument[];
  failures: number;
  promptTokens: number;
  outputTokens: number;
  /** Wall time of all its cohorts, added up over workers. */
  cohortMs: number;
  /** Largest growth of a worker's memory. */
  measuredBytes: number;
  /** The engine's estimate before the load. */
  predictedBytes: number;
  /** Version of the scorer; several joined by {@link MIXED}, `null` without records. */
  scorer: string | null;
  /** Trials that the times stand for, where documents were left out; else those of `documents`. */
  timedTrials?: number;
  /** Trials whose answers were recalled from an earlier run: no time, memory or speed counts them. */
  recalled?: number;
  /** Output tokens of the trials that were decoded in this run; `outputTokens` when nothing was recalled. */
  timedOutputTokens?: number;
}

/** Stands between the versions of a variant whose records were not scored by one scorer. */
export const MIXED = ' and ';

/** Collects records of any number of variants, in any order; the first record of a trial counts. */
export class RecordCollector {
  private readonly byVariant = new Map<string, Collected>();
  private readonly packer = new ScorePacker();
  private readonly weights: Readonly<Record<string, number>> | undefined;

  /** With weights, `weightedFieldAccuracy` is reckoned too. */
  constructor(weights?: Readonly<Record<string, number>>) {
    this.weights = weights;
  }

  add(record: TrialRecord): void {
    const collected = this.byVariant.get(record.variant) ?? newCollected();
    this.byVariant.set(record.variant, collected);
    if (collected.keys.has(record.key)) return;
    collected.keys.add(record.key);
    const document = collected.documents.get(record.document) ?? newSums();
    collected.documents.set(record.document, document);
    addScore(document, measureDocument(record.document, [record.score], this.weights), this.packer.pack(record.score));
    collected.scorers.add(record.score.scorer);
    if (record.kind === 'scored') {
      if (record.cached !== true && record.totalMs > 0) collected.totalMs.push([record.document, record.totalMs]);
      if (record.meanLogProbability !== null)
        collected.confidences.push([record.document, Math.exp(record.meanLogProbability)]);
    }
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
    if (record.kind === 'failed') collected.failures += 1;
    else {
      collected.promptTokens += record.promptTokens;
      collected.outputTokens += record.outputTokens;
    }
  }

  /** The variant as measured so far; without documents when it has no record. */
  measured(id: string): MeasuredVariant {
    const found = this.byVariant.get(id) ?? newCollected();
    const {
      documents: sums,
      scorers,
      keys,
      recalled,
      recalledTokens,
      totalMs,
      confidences,
      warm,
      cohorts: later,
      ...totals
    } = found;
    // Where a worker decoded nothing after its first cohort, that one is all there is to tell.
    const cold = later.size === 0;
    const cohorts = cold ? warm.cohorts : later;
    const untimed = { trials: cold ? 0 : warm.trials, tokens: cold ? 0 : warm.tokens };
    const timeOf = meansOf(totalMs);
    const confidenceOf = meansOf(confidences);
    const times =
      recalled + untimed.trials === 0
        ? {}
        : {
            ...(recalled > 0 && { recalled }),
            timedTrials: keys.size - recalled - untimed.trials,
            timedOutputTokens: totals.outputTokens - recalledTokens - untimed.tokens,
          };
    const documents = [...sums]
      .map(([document, own]) => {
        const [ms, confidence] = [timeOf.get(document), confidenceOf.get(document)];
        return new CollectedDocument(document, own, {
          ...(ms !== undefined && { totalMs: ms }),
          ...(confidence !== undefined && { confidence }),
        });
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const cohortMs = [...cohorts.values()].reduce((sum, ms) => sum + ms, 0);
    const scorer = scorers.size === 0 ? null : [...scorers].sort().join(MIXED);
    return { id, documents, ...totals, ...times, cohortMs, scorer };
  }
}

/** What the epochs of one document add up to; their scores are packed, since memory must not grow with the texts. */
interface DocumentSums {
  packed: PackedScore[];
  fieldAccuracy: number;
  exact: number;
  broken: boolean;
  weightedFieldAccuracy: number | null;
  anls: number;
  anlsPruned: number;
  /** `null` as soon as one epoch has no scored lines. */
  cellAccuracy: number | null;
}

function newSums(): DocumentSums {
  const sums = { fieldAccuracy: 0, exact: 0, weightedFieldAccuracy: 0, anls: 0, anlsPruned: 0, cellAccuracy: 0 };
  return { packed: [], broken: false, ...sums };
}

function addScore(sums: DocumentSums, one: MeasuredDocument, packed: PackedScore): void {
  const added = (sum: number | null, value: number | undefined): number | null =>
    sum === null || value === undefined ? null : sum + value;
  sums.packed.push(packed);
  sums.fieldAccuracy += one.fieldAccuracy;
  sums.exact += one.exact;
  sums.broken ||= one.broken;
  sums.weightedFieldAccuracy = added(sums.weightedFieldAccuracy, one.weightedFieldAccuracy);
  sums.anls += one.anls ?? 0;
  sums.anlsPruned += one.anlsPruned ?? 0;
  sums.cellAccuracy = added(sums.cellAccuracy, one.cellAccuracy);
}

/** A document whose scores are unpacked each time they are asked for. */
class CollectedDocument implements MeasuredDocument {
  readonly id: string;
  readonly fieldAccuracy: number;
  readonly exact: number;
  readonly broken: boolean;
  readonly anls: number;
  readonly anlsPruned: number;
  readonly weightedFieldAccuracy?: number;
  readonly cellAccuracy?: number;
  readonly totalMs?: number;
  readonly confidence?: number;
  private readonly packed: readonly PackedScore[];

  constructor(id: string, sums: DocumentSums, timed: Pick<MeasuredDocument, 'totalMs' | 'confidence'>) {
    const { packed, weightedFieldAccuracy, cellAccuracy } = sums;
    const { length } = packed;
    this.id = id;
    this.packed = packed;
    this.fieldAccuracy = sums.fieldAccuracy / length;
    this.exact = sums.exact / length;
    this.broken = sums.broken;
    this.anls = sums.anls / length;
    this.anlsPruned = sums.anlsPruned / length;
    if (weightedFieldAccuracy !== null) this.weightedFieldAccuracy = weightedFieldAccuracy / length;
    if (cellAccuracy !== null) this.cellAccuracy = cellAccuracy / length;
    if (timed.totalMs !== undefined) this.totalMs = timed.totalMs;
    if (timed.confidence !== undefined) this.confidence = timed.confidence;
  }

  get scores(): readonly DocumentScore[] {
    return this.packed.map(unpackScore);
  }
}

/** Mean of the values of each document. */
function meansOf(values: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [document, value] of values) {
    const { sum, count } = sums.get(document) ?? { sum: 0, count: 0 };
    sums.set(document, { sum: sum + value, count: count + 1 });
  }
  return new Map([...sums].map(([document, { sum, count }]) => [document, sum / count]));
}

interface Collected {
  totalMs: [string, number][];
  confidences: [string, number][];
  keys: Set<string>;
  documents: Map<string, DocumentSums>;
  scorers: Set<string>;
  cohorts: Map<string, number>;
  failures: number;
  promptTokens: number;
  outputTokens: number;
  recalled: number;
  recalledTokens: number;
  /** First cohorts of workers. */
  warm: { cohorts: Map<string, number>; trials: number; tokens: number };
  measuredBytes: number;
  predictedBytes: number;
}

function newCollected(): Collected {
  return {
    totalMs: [],
    confidences: [],
    keys: new Set(),
    documents: new Map(),
    scorers: new Set(),
    cohorts: new Map(),
    failures: 0,
    promptTokens: 0,
    outputTokens: 0,
    recalled: 0,
    recalledTokens: 0,
    warm: { cohorts: new Map(), trials: 0, tokens: 0 },
    measuredBytes: 0,
    predictedBytes: 0,
  };
}

/** A document from the scores of its epochs. */
export function measureDocument(
  id: string,
  scores: DocumentScore[],
  weights?: Readonly<Record<string, number>>,
): MeasuredDocument {
  const mean = (value: (score: DocumentScore) => number): number =>
    scores.reduce((sum, score) => sum + value(score), 0) / scores.length;
  return {
    id,
    scores,
    fieldAccuracy: mean((score) => score.fieldAccuracy),
    ...(weights !== undefined && {
      weightedFieldAccuracy: mean(({ fields, fieldAccuracy, failed }) =>
        failed === undefined ? (weightedAccuracy(fields, weights) ?? fieldAccuracy) : 0,
      ),
    }),
    anls: mean((score) => scoreAnls(score).compat),
    anlsPruned: mean((score) => scoreAnls(score).pruned),
    ...(scores.every(({ lines }) => lines !== undefined) && {
      cellAccuracy: mean(({ lines }) => lines?.cellAccuracy ?? 0),
    }),
    exact: mean((score) => (score.exact ? 1 : 0)),
    broken: scores.some((score) => score.failed !== undefined || !score.validity.schemaValid),
  };
}
