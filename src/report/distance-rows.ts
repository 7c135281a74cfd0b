import type { VariantDistance } from '../schedule/distance-file.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { counted, countText, percentRange, percentText } from './number-text.ts';

/** A number of `assay distance` with its interval, as text. */
export interface DistanceCell {
  value: string;
  /** Empty where there is none. */
  range: string;
}

export interface DistanceRow {
  candidate: string;
  baseline: string;
  cells: DistanceCell[];
}

/** What stands over the cells of every row. */
export const DISTANCE_HEADING = [
  'KL divergence, nats/token',
  'Same next token',
  'Perplexity of the truth',
  'of the baseline',
  'Equal answers',
  'First token that differs',
];

/** One row for each candidate that was held against its baseline. */
export function distanceRows(distances: readonly VariantDistance[]): DistanceRow[] {
  return distances.map(({ candidate, baseline, klDivergence, sameTop, perplexity, answers }) => ({
    candidate,
    baseline,
    cells: [
      plain(klDivergence, 5),
      share(sameTop),
      plain(perplexity.candidate, 4),
      plain(perplexity.baseline, 4),
      answers.identical === null ? MISSING : share(answers.identical),
      firstCell(answers),
    ],
  }));
}

/** What the numbers stand for, in one sentence each. */
export function distanceFacts(distances: readonly VariantDistance[]): string[] {
  const [first] = distances;
  if (first === undefined) return [];
  const { documents, tokens, answers, klDivergence } = first;
  return [
    `Both models read the true answers of ${counted(documents, 'document')} (${countText(tokens)} tokens); ${percentText(klDivergence.level)}% intervals over documents.`,
    `Equal answers and the first ${answers.unit} that differs, counted from 1 (median of the answers that differ), come from the ${countText(answers.compared)} documents that this run decoded with both.`,
  ];
}

const MISSING: DistanceCell = { value: '–', range: '' };

function firstCell({ firstDivergence, medianFirstDivergence }: VariantDistance['answers']): DistanceCell {
  if (medianFirstDivergence === null) return { value: 'none', range: '' };
  const value = countText(medianFirstDivergence + 1);
  if (firstDivergence === undefined || firstDivergence === null) return { value, range: '' };
  const { low, high, n, level } = firstDivergence;
  // Few answers that differ cannot carry the level of the other columns.
  const weak = level < 0.95 ? `, ${percentText(level)}% interval` : '';
  return { value, range: `${countText(low + 1)}–${countText(high + 1)} (n = ${countText(n)}${weak})` };
}

function plain({ value, low, high }: Estimate, places: number): DistanceCell {
  return { value: value.toFixed(places), range: `${low.toFixed(places)}–${high.toFixed(places)}` };
}

function share(estimate: Estimate): DistanceCell {
  return { value: `${percentText(estimate.value)}%`, range: percentRange(estimate) };
}
