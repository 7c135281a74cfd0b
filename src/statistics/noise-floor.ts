import { type ClusterRatio, clusterRatio } from './cluster-ratio.ts';
import { percent } from './non-inferiority.ts';
import type { Values } from './require-input.ts';

/** Share of fields whose normalised value differs between two passes over the same documents. */
export type Disagreement = ClusterRatio;

/**
 * Share of differing fields, clustered by document: of two identical variants (A/A) it is the noise floor, below which a
 * difference says nothing about the variant. `differing[i]` of the `fields[i]` fields of document i differ.
 */
export function disagreementShare(differing: Values, fields: Values): Disagreement {
  return clusterRatio(differing, fields);
}

/** The A/A pass for people. */
export function noiseFloorSentence(floor: Disagreement, candidate: string, disagreement: Disagreement): string {
  const interval = `95% CI ${percent(Math.max(0, floor.low))} to ${percent(Math.min(1, floor.high))}`;
  const nothing = `Noise floor: ${percent(floor.value)} of fields differ with nothing changed (${interval}, ${floor.n} documents)`;
  const inside = disagreement.value <= floor.high ? ': inside the noise' : '';
  return `${nothing}; ${candidate} differs in ${percent(disagreement.value)}${inside}.`;
}
