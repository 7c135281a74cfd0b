import type { RunSummary } from '../compare/run-summary.ts';
import { LEAST_DOCUMENTS } from '../statistics/planning.ts';
import { counted, countText, listed, percentText } from './number-text.ts';

/** Everything that weakens the numbers, worst first: an unfinished run, arms without records, the run's own warnings. */
export function runWarnings(summary: RunSummary): string[] {
  const own = summary.comparisons.flatMap(({ warnings = [] }) => warnings);
  return [
    ...new Set([
      ...unfinished(summary),
      ...coverage(summary),
      ...failed(summary),
      ...unpaired(summary),
      ...smallNumbers(summary),
      ...insideNoise(summary),
      ...own,
      ...summary.warnings,
    ]),
  ];
}

/** Answers that never came, in one line: they count as wrong. */
function failed({ variants }: RunSummary): string[] {
  const broken = variants.filter(({ failures }) => failures > 0);
  if (broken.length === 0) return [];
  const parts = broken.map(
    ({ id, failures, documents }) => `${countText(failures)} of ${countText(documents)} of ${id}`,
  );
  return [`Failed, and counted as 0: ${listed(parts)}.`];
}

/** Comparisons that rest on fewer documents than both of their variants hold. */
function unpaired({ comparisons, variants }: RunSummary): string[] {
  return comparisons.flatMap(({ baseline, candidate, n, verdict }) => {
    const held = [baseline, candidate].map((id) => variants.find((variant) => variant.id === id)?.documents ?? 0);
    const most = Math.max(...held);
    if (n === 0 || verdict === 'INCOMPARABLE' || Math.min(...held) <= n) return [];
    return [
      `${candidate} and ${baseline} share only ${countText(n)} of up to ${counted(most, 'document')}: their difference rests on these.`,
    ];
  });
}

/** Fewer documents than any interval can be trusted with. */
function smallNumbers({ comparisons }: RunSummary): string[] {
  const small = comparisons.filter(({ n }) => n > 0 && n < LEAST_DOCUMENTS);
  if (small.length === 0) return [];
  const counts = [...new Set(small.map(({ n }) => n))].sort((a, b) => a - b);
  const range = counts.length === 1 ? String(counts[0]) : `${counts[0]} to ${counts.at(-1)}`;
  return [
    `Only ${range} documents were compared: intervals from fewer than ${LEAST_DOCUMENTS} are too narrow, and no loss is ruled out.`,
  ];
}

/** Candidates that change no more than decoding the baseline twice does. */
function insideNoise({ noiseFloor }: RunSummary): string[] {
  const inside = noiseFloor?.candidates.filter((candidate) => candidate.insideNoise) ?? [];
  if (noiseFloor === undefined || inside.length === 0) return [];
  const ids = inside.map(({ candidate }) => candidate);
  return [
    `The noise floor is above the effect of ${listed(ids)}: decoding ${noiseFloor.baseline} twice changes ${percentText(noiseFloor.floor.value)}% of the fields by itself.`,
  ];
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
