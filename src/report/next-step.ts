import type { RunSummary } from '../compare/run-summary.ts';

/** The one thing that is worth doing after reading this report, in the imperative. */
export function nextStep(summary: RunSummary): string {
  const verdicts = new Set(summary.comparisons.map((comparison) => comparison.verdict));
  if (summary.status !== 'complete') return 'Run the same command again: it goes on where it stopped.';
  if (verdicts.size === 0) return 'Add a second variant to the experiment: one alone cannot be compared.';
  if (verdicts.has('SAFE') || verdicts.has('BETTER'))
    return 'Open the report and read the lost fields before you ship.';
  if (verdicts.has('TOO_FEW') || verdicts.has('CANNOT_TELL')) {
    return 'Raise dataset.documents in the experiment and run it again, or read in the report what is lost.';
  }
  if (verdicts.has('WORSE')) return 'Open the report: the lost fields show what breaks.';
  return 'Read the warnings, mend their cause, and run the same command again.';
}
