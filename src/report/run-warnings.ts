import type { RunSummary } from '../compare/run-summary.ts';
import { counted } from './number-text.ts';

/** Everything that weakens the numbers, worst first: an unfinished run, arms without records, the run's own warnings. */
export function runWarnings(summary: RunSummary): string[] {
  return [...unfinished(summary), ...emptyArms(summary), ...summary.warnings];
}

function unfinished({ status }: RunSummary): string[] {
  if (status === 'complete') return [];
  return [`The run is ${status === 'failed' ? 'broken off' : status}: these numbers cover only what was finished.`];
}

function emptyArms({ variants, dataset }: RunSummary): string[] {
  return variants.flatMap(({ id, documents }) => {
    if (documents === 0) return [`${id} was not measured.`];
    if (documents < dataset.documents)
      return [`${id} covers ${documents} of ${counted(dataset.documents, 'document')}.`];
    return [];
  });
}
