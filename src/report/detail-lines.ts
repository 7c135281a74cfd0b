import type { RunSummary } from '../compare/run-summary.ts';
import { counted, percentText, pointsRange, pointsText, threeDigits } from './number-text.ts';
import type { ReportHistory } from './report-model.ts';
import { metricWords } from './scoring-lines.ts';

/** Fields that are named when they changed more than chance would; their share of false claims is bounded, not each. */
const FALSE_SHARE = 0.05;

/** Who is on the front of accuracy, speed and memory, as one sentence; none without a front. Ties share a range of ranks. */
export function frontLines({ front = [] }: RunSummary): string[] {
  const named = (place: (typeof front)[number]['place']): string[] =>
    front.filter((entry) => entry.place === place).map(({ variant }) => variant);
  const dominated = front
    .filter(({ place }) => place === 'dominated')
    .map(({ variant, dominatedBy }) => `${variant} (by ${dominatedBy.join(', ')})`);
  const parts = [
    ['certain', named('certain')] as const,
    ['possible', named('possible')] as const,
    ['dominated', dominated] as const,
  ].flatMap(([word, ids]) => (ids.length === 0 ? [] : [`${word}: ${ids.join(', ')}`]));
  return parts.length === 0 ? [] : [`Front of accuracy, speed and memory: ${parts.join('; ')}.`];
}

/** Accuracy for twice the time, as one sentence; none without such a trend. */
export function speedTrendLines({ speedTrend }: RunSummary): string[] {
  if (speedTrend === undefined) return [];
  const { metric, slope, points } = speedTrend;
  const seconds = points.map(({ secondsPerDocument }) => secondsPerDocument);
  const span = `${threeDigits(Math.min(...seconds))} to ${threeDigits(Math.max(...seconds))} s a document`;
  return [
    `Twice the time per document goes with ${pointsText(slope.value)} pt of ${metricWords(metric)} (${pointsRange(slope)}), as a straight line through ${points.length} variants of ${span}.`,
  ];
}

/** Fields that changed by themselves, one line a candidate; exploration, and labelled so. */
export function fieldTestLines({ comparisons }: RunSummary): string[] {
  return comparisons.flatMap(({ candidate, fieldTests = [] }) => {
    const found = fieldTests.filter(({ qValue }) => qValue <= FALSE_SHARE);
    if (found.length === 0) return [];
    const named = found.map(({ field, lost, gained }) => `${field} (${lost} lost, ${gained} gained)`);
    return [
      `${candidate}, field by field, exploration: ${named.join(', ')} changed; at most ${percentText(FALSE_SHARE)}% of such claims are false on average.`,
    ];
  });
}

/** The difference at the user's own mix of documents. */
export function mixLines({ comparisons, decision }: RunSummary): string[] {
  return comparisons.flatMap(({ candidate, weighted }) =>
    weighted?.mix === undefined
      ? []
      : [
          `${candidate} at your mix of ${decision?.mix?.axis ?? 'documents'}: ${pointsText(weighted.mix.value)} pt (${pointsRange(weighted.mix)}); verdicts rest on the documents as they are.`,
        ],
  );
}

/** How much of the spread repeats cause; none with one epoch. */
export function spreadLines({ variants }: RunSummary): string[] {
  return variants.flatMap(({ id, spread }) => {
    if (spread === undefined) return [];
    const { documents, noise, epochs } = spread;
    const share = documents + noise > 0 ? noise / (documents + noise) : 0;
    return [
      `${id}: ${percentText(share)}% of the variance of a single answer comes from repeating it, the rest from the documents (${counted(epochs, 'epoch')}); more documents help more than more repeats.`,
    ];
  });
}

/** What changed against the run before, one line for each change that the test sees, and one where it sees none. */
export function historyLines(history: readonly ReportHistory[] = []): string[] {
  const steps = history.filter(({ change }) => change !== null);
  if (steps.length === 0) return [];
  const changed = steps.filter(({ changePoint }) => changePoint);
  if (changed.length === 0) {
    return [`Against earlier runs: the test sees a change in none of ${counted(steps.length, 'step')}.`];
  }
  return changed.map(({ variant, runId, change }) =>
    change === null
      ? ''
      : `${variant} changed with ${runId}: ${pointsText(change.value)} pt (${pointsRange(change)}) against the run before.`,
  );
}
