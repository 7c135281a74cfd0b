import type { Flip, RunSummary } from '../compare/run-summary.ts';

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

/** Everything that a renderer may know: plain data, so that the same model always gives the same bytes. */
export interface ReportModel {
  summary: RunSummary;
  flips: ReportFlips[];
  notes?: ReportNote[];
}
