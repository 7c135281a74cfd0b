import type { RunSummary } from '../compare/run-summary.ts';
import { counted, countText, listed } from './number-text.ts';

/** Everything that weakens the numbers, worst first: an unfinished run, arms without records, the run's own warnings. */
export function runWarnings(summary: RunSummary): string[] {
  const own = summary.comparisons.flatMap(({ warnings = [] }) => warnings);
  return [...new Set([...unfinished(summary), ...coverage(summary), ...own, ...summary.warnings])];
}

function unfinished({ status }: RunSummary): string[] {
  if (status === 'complete') return [];
  return [`The run is ${status === 'failed' ? 'broken off' : status}: these numbers cover only what was finished.`];
}

/** Variants that cover fewer documents than the dataset holds, those with the same count in one line. */
function coverage({ variants, dataset }: RunSummary): string[] {
  const short = variants.filter(({ documents }) => documents < dataset.documents);
  const counts = [...new Set(short.map(({ documents }) => documents))].sort((a, b) => a - b);
  return counts.map((count) => {
    const ids = short.filter(({ documents }) => documents === count).map(({ id }) => id);
    if (count === 0) return `${listed(ids)} ${ids.length === 1 ? 'was' : 'were'} not measured.`;
    return `${listed(ids)} ${ids.length === 1 ? 'covers' : 'cover'} ${countText(count)} of ${counted(dataset.documents, 'document')}.`;
  });
}
