import type { Estimate } from '../statistics/estimate.ts';
import { type Disagreement, disagreementShare, noiseFloorSentence } from '../statistics/noise-floor.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import type { NoiseFloorSummary } from './run-summary.ts';

export interface NoiseFloorInput {
  baseline: MeasuredVariant;
  /** The baseline's second pass, in other cohorts. */
  again: MeasuredVariant;
  /** Batch width of the two passes. */
  width: number;
  againWidth: number;
  /** Every comparison of the run. */
  pairs: readonly { baseline: MeasuredVariant; candidate: MeasuredVariant }[];
}

/**
 * What changes when nothing is changed: the share of fields whose normalised value differs between two passes of the
 * baseline, and beside it what each candidate changes. `null` unless both passes hold the same documents.
 */
export function measureNoiseFloor(input: NoiseFloorInput): NoiseFloorSummary | null {
  const { baseline, again, width, againWidth, pairs } = input;
  const floor = disagreementOf(baseline, again);
  if (floor === null) return null;
  const candidates = pairs.flatMap((pair) => {
    const disagreement = disagreementOf(pair.baseline, pair.candidate);
    if (disagreement === null) return [];
    return [
      {
        baseline: pair.baseline.id,
        candidate: pair.candidate.id,
        disagreement: estimateOf(disagreement),
        insideNoise: disagreement.value <= floor.high,
        sentence: noiseFloorSentence(floor, pair.candidate.id, disagreement),
      },
    ];
  });
  return { baseline: baseline.id, width, againWidth, floor: estimateOf(floor), candidates };
}

/** What to say of a comparison whose effect is not above the floor; `null` where it is, or where nothing differs at all. */
export function noiseWarning(noise: NoiseFloorSummary | null, baseline: string, candidate: string): string | null {
  const found = noise?.candidates.find((own) => own.baseline === baseline && own.candidate === candidate);
  if (found === undefined || !found.insideNoise || found.disagreement.value === 0) return null;
  return `What ${candidate} changes against ${baseline} is inside the noise floor: as much changes when nothing is changed.`;
}

/** Share of fields whose normalised value differs, in the first epoch; `null` for other documents or without fields. */
function disagreementOf(a: MeasuredVariant, b: MeasuredVariant): Disagreement | null {
  if (a.documents.length === 0 || a.documents.length !== b.documents.length) return null;
  const differing: number[] = [];
  const fields: number[] = [];
  for (const [i, document] of a.documents.entries()) {
    const other = b.documents[i];
    if (other?.id !== document.id) return null;
    const values = new Map(other.scores[0]?.fields.map(({ field, predicted }) => [field, predicted]));
    const own = document.scores[0]?.fields ?? [];
    differing.push(own.filter(({ field, predicted }) => values.get(field) !== predicted).length);
    fields.push(own.length);
  }
  return fields.some((count) => count > 0) ? disagreementShare(differing, fields) : null;
}

function estimateOf({ value, low, high, level, method, n }: Disagreement): Estimate {
  return { value, low: Math.max(0, low), high: Math.min(1, high), level, method, n };
}
