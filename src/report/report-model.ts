import type { Flip, RunSummary } from '../compare/run-summary.ts';
import type { VariantDistance } from '../schedule/distance-file.ts';
import type { Estimate } from '../statistics/estimate.ts';

/** The flips of one comparison that the caller has at hand; `total` counts those that it left out as well. */
export interface ReportFlips {
  /** Id of the candidate. */
  comparison: string;
  flips: Flip[];
  total: number;
}

/** One more row of the method section, e.g. model hashes, driver, noise floor. */
export interface ReportNote {
  label: string;
  value: string;
}

/** One variant in one run of the experiment, this one or an earlier one. */
export interface ReportHistory {
  runId: string;
  createdAt: string;
  variant: string;
  fieldAccuracy: Estimate;
  /** Against the run before it that has the variant; `null` for the first. */
  change: Estimate | null;
  /** The test over all steps says that it changed. */
  changePoint: boolean;
}

/** Everything that a renderer may know: plain data, so that the same model always gives the same bytes. */
export interface ReportModel {
  summary: RunSummary;
  flips: ReportFlips[];
  notes?: ReportNote[];
  /** Where the experiment was run before: all its runs, oldest first. */
  history?: ReportHistory[];
  /** Where `assay distance` was asked for this run. */
  distances?: VariantDistance[];
}
