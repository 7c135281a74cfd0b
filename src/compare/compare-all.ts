import type { DecisionSpec } from '../spec/spec.ts';
import { bonferroni, holm } from '../statistics/adjust-p-values.ts';
import { stepDownMaxT } from '../statistics/max-t.ts';
import { sha256 } from '../core/hash.ts';
import { type ComparedVariants, decideComparison } from './compare-variants.ts';
import { MOST_SHARED, shareDraws } from './estimates-over.ts';
import { compareRaced, racedArms } from './compare-raced.ts';
import { BaselineFields } from './flips.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import { pairDifferences, type Refusal } from './pair-differences.ts';
import { prepareComparison, type PreparedComparison } from './prepare-comparison.ts';
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
  /** `false` counts flips and gives none of them. */
  keepFlips?: boolean;
}

/** One pair as far as its own records go: decided by its race, or by what the others say as well. */
type Entry = { baseline: string; candidate: string } & (
  | { kind: 'raced'; compared: ComparedVariants }
  | { kind: 'tested'; prepared: PreparedComparison; family: string | null }
);

/** All comparisons in their declared order, as `Comparisons` makes them. */
export function compareAll(pairs: readonly VariantPair[], rule: ComparisonRule): ComparedVariants[] {
  const all = new Comparisons(rule);
  const differences = pairs.map((pair) => differencesOf(pair, rule));
  // Pairs over as many documents meet the same resamples: they are drawn once.
  const bySize = new Map<number, Float64Array[]>();
  for (const own of differences)
    if (own !== undefined) bySize.set(own.length, [...(bySize.get(own.length) ?? []), own]);
  for (const [documents, means] of bySize)
    if (documents * means.length <= MOST_SHARED) shareDraws({ means }, rule.seed);
  for (const [i, pair] of pairs.entries()) all.add(pair, differences[i]);
  return all.compared();
}

/** Of a pair that no race decides, where the two can be compared and the interval needs resamples. */
function differencesOf(
  { baseline, candidate, refusal, race }: VariantPair,
  { decision }: ComparisonRule,
): Float64Array | undefined {
  if (refusal !== undefined || race !== undefined || decision.interval === 't') return undefined;
  const differences = pairDifferences(baseline, candidate, decision.metric);
  return differences instanceof Float64Array ? differences : undefined;
}

/**
 * Comparisons in their declared order, one pair at a time: of a pair that was added, no more is held than some fields of its baseline. The p-values of
 * pairs over the same documents are one family; the candidates of one baseline are one ladder, in which a rung can be SAFE only
 * after all before it. A candidate that is the baseline of others is another model's anchor and no rung.
 */
export class Comparisons {
  private readonly rule: ComparisonRule;
  private readonly entries: Entry[] = [];
  private readonly held = new BaselineFields();

  constructor(rule: ComparisonRule) {
    this.rule = rule;
  }

  /** `differences`: those of `pairDifferences`, where the caller has them. */
  add(pair: VariantPair, differences?: Float64Array): void {
    const { decision, seed, axesOf, keepFlips } = this.rule;
    const { baseline, candidate, refusal, race } = pair;
    const names = { baseline: baseline.id, candidate: candidate.id };
    const compared = racedComparison(pair, decision);
    if (compared !== null) {
      this.entries.push({ ...names, kind: 'raced', compared });
      return;
    }
    const prepared = prepareComparison({
      baseline,
      candidate,
      refusal,
      decision,
      seed,
      axesOf,
      keepFlips,
      differences,
      held: this.held,
    });
    const isTested = prepared.kind === 'measured' && race === undefined;
    const family = isTested ? sha256(candidate.documents.map(({ id }) => id).join('\n')) : null;
    this.entries.push({ ...names, kind: 'tested', prepared, family });
  }

  /** What became of every pair, in the order in which they were added. */
  compared(): ComparedVariants[] {
    const pValues = familyWise(this.entries, this.rule);
    const safeSoFar = new Map<string, boolean>();
    const anchors = new Set(this.entries.map(({ baseline }) => baseline));
    return this.entries.map((entry, i) => {
      if (entry.kind === 'raced') return entry.compared;
      const { baseline, candidate, prepared } = entry;
      const isRung = !anchors.has(candidate);
      const earlierRungsSafe = isRung ? (safeSoFar.get(baseline) ?? true) : true;
      const { raw: pValue = 1, adjusted: adjustedPValue = 1 } = pValues[i] ?? {};
      const compared = decideComparison(prepared, { earlierRungsSafe, pValue, adjustedPValue }, this.rule);
      if (isRung) safeSoFar.set(baseline, (safeSoFar.get(baseline) ?? true) && compared.summary.verdict === 'SAFE');
      return compared;
    });
  }
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
  entries: readonly Entry[],
  { seed, decision: { correction = 'max-t' } }: ComparisonRule,
): { raw: number; adjusted: number }[] {
  const families = new Map<string, { place: number; values: Float64Array }[]>();
  for (const [place, entry] of entries.entries()) {
    if (entry.kind === 'raced' || entry.family === null || entry.prepared.kind === 'refused') continue;
    const values = entry.prepared.differences;
    families.set(entry.family, [...(families.get(entry.family) ?? []), { place, values }]);
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
