import type { TimedStage } from '../core/stage-clock.ts';
import type { PairedEffect } from '../statistics/effect-sizes.ts';
import type { Estimate } from '../statistics/estimate.ts';
import type { BinaryComparison } from '../statistics/paired-comparison.ts';

/** Milliseconds from the start of a document's batch to its last token: what waiting for it took. */
export interface LatencySummary {
  documents: number;
  medianMs: number;
  p90Ms: number;
  p99Ms: number;
  /** Quantiles at 0, 5, ... 100 %. */
  quantilesMs: number[];
}

/** Milliseconds of single trials. */
export interface TimeSummary {
  median: Estimate;
  p90: number;
  p99: number;
}

export type StageSummary = Partial<Record<TimedStage, Estimate>>;

/** Where the time of a trial goes. Trials of a worker's first batch are dropped, except where there are no others. */
export interface TimingSummary {
  trials: number;
  /** Trials of first batches that were left out. */
  dropped: number;
  /** From the start of its batch to the document's first token. */
  firstTokenMs: TimeSummary;
  /** From the first token to the last. */
  decodeMs: TimeSummary;
  /** Until an engine's sequence was free for it; absent where a runtime does not say. */
  queueMs?: TimeSummary;
  /** Mean time of a document in each stage, over the trials in which the stage ran; `infer` is the whole stay in the batch. Absent in older runs. */
  stages?: StageSummary;
}

/** Documents by the confidence of their answer, in groups of equal size, least confident first. */
export interface ReliabilitySummary {
  groups: { confidence: number; accuracy: Estimate }[];
  /** Mean distance between confidence and accuracy over the groups, weighted by documents. */
  gap: number;
}

/**
 * Evidence of a comparison that may stop early. Its `difference` carries anytime bounds, its p-values are 1/E of the claim
 * that the verdict makes (SAFE: the loss is as large as the margin), and `n` counts documents until the decision.
 */
export interface RaceSummary {
  documents: number;
  decided: boolean;
  evidenceSafe: number;
  evidenceUnbroken: number;
  evidenceWorse: number;
  /** What the evidence has to reach. */
  threshold: number;
}

export interface PairedSummary extends PairedEffect {
  /** Of the two shares of exact documents. */
  cohensH: number;
  /** Documents wholly right under one variant only: McNemar's mid-p, Tango's and Newcombe's interval, matched odds ratio. */
  exact: BinaryComparison & { differenceNewcombe: Estimate };
}

export interface FieldTest {
  field: string;
  /** Documents in which this field was lost or gained. */
  lost: number;
  gained: number;
  /** McNemar's mid-p: a document is one observation of its field. */
  pValue: number;
  /** Benjamini and Hochberg over the fields of this comparison. */
  qValue: number;
}

/** Differences with parts of the dataset weighted as the experiment says; no verdict rests on them. */
export interface WeightedSummary {
  /** Documents by `decision.mix`, e.g. as many of each tier as the user receives; t interval beside it. */
  mix?: Estimate;
  mixT?: Estimate;
}

/** One variant on the front of accuracy, time and memory; best and worst are the ranks that its accuracy may have. */
export interface FrontSummary {
  variant: string;
  place: 'certain' | 'possible' | 'dominated';
  dominatedBy: string[];
  /** Share of resamples in which nothing is as good on all three and better on one. */
  resampleShare: number;
  secondsPerDocument: number;
  memoryBytes: number;
  bestRank: number;
  worstRank: number;
}

/** Accuracy over the base-2 logarithm of seconds per document: `slope` is the change for twice the time. */
export interface SpeedTrendSummary {
  metric: string;
  slope: Estimate;
  intercept: number;
  points: { variant: string; secondsPerDocument: number; value: number }[];
}
