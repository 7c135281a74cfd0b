import type { RunSummary } from '../compare/run-summary.ts';

/** The noise floor of a run beside what each candidate changes; empty without a second pass. */
export function noiseLines({ noiseFloor }: RunSummary): string[] {
  return noiseFloor === undefined ? [] : noiseFloor.candidates.map(({ sentence }) => sentence);
}
