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
function coverage(summary: RunSummary): string[] {
  const { variants, dataset } = summary;
  // A race that ended has all the documents that it needed: its sentence says how many.
  const settled = (id: string): boolean =>
    summary.comparisons.some(
      ({ baseline, candidate, race }) => race?.decided === true && [baseline, candidate].includes(id),
    );
  const short = variants.filter(({ id, documents }) => documents < dataset.documents && !settled(id));
  const counts = [...new Set(short.map(({ documents }) => documents))].sort((a, b) => a - b);
  return counts.map((count) => {
    const ids = short.filter(({ documents }) => documents === count).map(({ id }) => id);
    if (count === 0) return `${listed(ids)} ${ids.length === 1 ? 'was' : 'were'} not measured.`;
    return `${listed(ids)} ${ids.length === 1 ? 'covers' : 'cover'} ${countText(count)} of ${counted(dataset.documents, 'document')}.`;
  });
}
