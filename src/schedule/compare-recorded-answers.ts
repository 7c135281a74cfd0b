import { firstDivergence } from '../compare/first-divergence.ts';
import type { ScoredRecord } from '../records/record.ts';
import { medianEstimate } from '../statistics/median-interval.ts';
import { wilson } from '../statistics/rate-interval.ts';
import type { VariantDistance } from './distance-file.ts';

/** Recorded answers of a candidate against those of its baseline, over the documents that both answered. */
export function compareRecordedAnswers(
  documents: readonly string[],
  find: (variant: string, document: string) => ScoredRecord | undefined,
  [baseline, candidate]: [string, string],
): VariantDistance['answers'] {
  const places: number[] = [];
  let compared = 0;
  let unit: 'token' | 'character' = 'token';
  for (const id of documents) {
    const [a, b] = [find(baseline, id), find(candidate, id)];
    if (a === undefined || b === undefined) continue;
    compared += 1;
    const found = firstDivergence(a, b);
    if (found === null) continue;
    places.push(found.place);
    if (found.unit === 'character') unit = 'character';
  }
  const place = places.length === 0 ? null : medianEstimate(places);
  return {
    compared,
    identical: compared === 0 ? null : wilson(compared - places.length, compared),
    medianFirstDivergence: place?.value ?? null,
    firstDivergence: place,
    unit,
  };
}
