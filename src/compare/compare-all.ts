import type { DecisionSpec } from '../spec/spec.ts';
import { bonferroni, holm } from '../statistics/adjust-p-values.ts';
import { stepDownMaxT } from '../statistics/max-t.ts';
import { type ComparedVariants, compareVariants, pairDifferences, type Refusal } from './compare-variants.ts';
import { compareRaced, racedArms } from './compare-raced.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import type { RacePair } from './race-pair.ts';

/** Two variants that are to be compared; ids are unique among all pairs of one call. */
export interface VariantPair {
  baseline: MeasuredVariant;
  candidate: MeasuredVariant;
  /** Why the two cannot be compared, where something beside their records says so. */
  refusal?: Refusal | undefined;
  /** Where the documents were chosen by a race: it decides, and no test for a fixed number of documents does. */
  race?: { pair: RacePair; candidates: number } | undefined;
}

export interface ComparisonRule {
  decision: DecisionSpec;
  seed: number;
  /** Axis -> value of a document, for a mix of one axis. */
  axesOf?: ((document: string) => Record<string, string>) | undefined;
}

/**
 * All comparisons in their declared order. The p-values of pairs over the same documents are one family; the candidates
 * of one baseline are one ladder, in which a rung can be SAFE only after all before it. A candidate that is the baseline of others
 * is another model's anchor and no rung.
 */
export function compareAll(
  pairs: readonly VariantPair[],
  { decision, seed, axesOf }: ComparisonRule,
): ComparedVariants[] {
  const differences = pairs.map((pair) =>
    pair.refusal === undefined && pair.race === undefined
      ? pairDifferences(pair.baseline, pair.candidate, decision.metric)
      : null,
  );
  const pValues = familyWise(pairs, differences, { seed, correction: decision.correction });
  const safeSoFar = new Map<string, boolean>();
  const anchors = new Set(pairs.map(({ baseline }) => baseline.id));
  return pairs.map((pair, i) => {
    const raced = racedComparison(pair, decision);
    if (raced !== null) return raced;
    const { baseline, candidate, refusal } = pair;
    const isRung = !anchors.has(candidate.id);
    const compared = compareVariants({
      baseline,
      candidate,
      refusal,
      decision,
      earlierRungsSafe: isRung ? (safeSoFar.get(baseline.id) ?? true) : true,
      seed,
      pValue: pValues[i]?.raw ?? 1,
      adjustedPValue: pValues[i]?.adjusted ?? 1,
      axesOf,
    });
    if (isRung) safeSoFar.set(baseline.id, (safeSoFar.get(baseline.id) ?? true) && compared.summary.verdict === 'SAFE');
    return compared;
  });
}

/** The comparison by its race; `null` where there is none, or the two cannot be compared: then that is said. */
function racedComparison(
  { baseline, candidate, refusal, race }: VariantPair,
  decision: DecisionSpec,
): ComparedVariants | null {
  if (race === undefined || refusal !== undefined) return null;
  const arms = racedArms({ baseline, candidate, race: race.pair });
  const differences = pairDifferences(arms.baseline, arms.candidate, decision.metric);
  if (!(differences instanceof Float64Array)) return null;
  const { pair, candidates } = race;
  return compareRaced({ baseline, candidate, race: pair, decision, candidates }, differences);
}

function familyWise(
  pairs: readonly VariantPair[],
  differences: readonly (Float64Array | object | null)[],
  { seed, correction = 'max-t' }: { seed: number; correction: DecisionSpec['correction'] },
): { raw: number; adjusted: number }[] {
  const families = new Map<string, { place: number; values: Float64Array }[]>();
  for (const [place, values] of differences.entries()) {
    if (!(values instanceof Float64Array)) continue;
    const key = (pairs[place]?.candidate.documents ?? []).map(({ id }) => id).join('\n');
    families.set(key, [...(families.get(key) ?? []), { place, values }]);
  }
  const found: { raw: number; adjusted: number }[] = [];
  for (const family of families.values()) {
    const tested = stepDownMaxT(
      family.map(({ values }) => values),
      { seed },
    );
    for (const [i, { place }] of family.entries())
      found[place] = { raw: tested.pValues[i] ?? 1, adjusted: tested.adjustedPValues[i] ?? 1 };
  }
  if (correction !== 'max-t') {
    const adjust = correction === 'holm' ? holm : bonferroni;
    const places = [...found.keys()].filter((place) => found[place] !== undefined);
    const adjusted = adjust(places.map((place) => found[place]?.raw ?? 1));
    for (const [i, place] of places.entries())
      found[place] = { raw: found[place]?.raw ?? 1, adjusted: adjusted[i] ?? 1 };
  }
  return found;
}
