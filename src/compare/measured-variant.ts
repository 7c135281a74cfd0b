import type { DecisionMetric } from '../spec/spec.ts';
import type { DocumentScore } from '../scoring/outcome.ts';
import type { WrongFields } from './run-summary.ts';
import type { TimingSummary } from './summary-details.ts';

/** One document under one variant; epochs are averaged here, since the document is the sampling unit. */
export interface MeasuredDocument {
  readonly id: string;
  readonly epochs: number;
  /** One score per epoch; unpacked anew each time, where many documents are held. */
  readonly scores: readonly DocumentScore[];
  readonly fieldAccuracy: number;
  /** The same with fields counted by their weights; absent where none has a weight. */
  readonly weightedFieldAccuracy?: number | undefined;
  /** ANLS* as its authors' implementation gives it, and with empty values left out. */
  readonly anls?: number | undefined;
  readonly anlsPruned?: number | undefined;
  /** Right cells of the lines among those scored; absent where no lines were scored. */
  readonly cellAccuracy?: number | undefined;
  /** Share of epochs that were exact. */
  readonly exact: number;
  /** Some epoch failed, or gave no JSON object with the asked keys. */
  readonly broken: boolean;
  /** Mean time from its cohort's start to its last token; absent where it failed or its answer was recalled. */
  readonly totalMs?: number | undefined;
  /** Geometric mean of the probabilities of its tokens; absent where there are none. */
  readonly confidence?: number | undefined;
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
  /** Of them those of reasoning before answers. */
  reasoningTokens?: number;
  /** Where documents were read from files. */
  wrongFields?: WrongFields;
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
  timing?: TimingSummary;
  /** Output tokens of the trials that were decoded in this run; `outputTokens` when nothing was recalled. */
  timedOutputTokens?: number;
}

/** Stands between the versions of a variant whose records were not scored by one scorer. */
export const MIXED = ' and ';
