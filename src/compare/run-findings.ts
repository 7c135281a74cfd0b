import type { Estimate } from '../statistics/estimate.ts';
import type { Interaction } from '../statistics/factorial.ts';
import type { SelfCheck } from '../statistics/self-check.ts';

/** Whether the advantage of one axis' value survives another axis' value, e.g. a prompt under a quantization. */
export interface InteractionSummary extends Interaction {
  /** e.g. `prompt`. */
  treatmentAxis: string;
  /** e.g. `quantization`. */
  settingAxis: string;
  /** The values that are compared with. */
  baselineTreatment: string;
  baselineSetting: string;
  /** For people; `null` where there was no advantage to lose or nothing can be said. */
  sentence: string | null;
}

/** What changes when nothing is changed: the baseline decoded twice, and what each candidate changes beside it. */
export interface NoiseFloorSummary {
  baseline: string;
  /** Batch width of the run and of the second pass. */
  width: number;
  againWidth: number;
  /** Share of fields whose normalised value differs between the two passes. */
  floor: Estimate;
  candidates: {
    baseline: string;
    candidate: string;
    /** Share of fields whose normalised value differs between the two variants. */
    disagreement: Estimate;
    /** Whether that share is not above the upper end of the floor. */
    insideNoise: boolean;
    sentence: string;
  }[];
}

/** How often the decision rule would be wrong on the documents of one comparison. */
export interface SelfCheckSummary {
  baseline: string;
  candidate: string;
  /** Variants swapped at random: how often a difference is seen although there is none. */
  labelSwap: SelfCheck;
  /** A mean loss of exactly the margin, in every document a little or in a few all: how often it is called safe. */
  plantedSpread: SelfCheck;
  plantedCollapsed: SelfCheck;
}

/** Accuracy over bits per weight, as a straight line. */
export interface TrendSummary {
  metric: string;
  /** Change for one more bit per weight. */
  slope: Estimate;
  intercept: number;
  /** Nominal bits of the quantization's main type, and the mean of the metric. */
  points: { variant: string; bitsPerWeight: number; value: number }[];
}
