import { canonicalJson } from '../core/hash.ts';
import type { DecisionSpec, VariantSpec } from '../spec/spec.ts';
import { type Cell, interactions, interactionSentence } from '../statistics/factorial.ts';
import { type MeasuredVariant, metricOf } from './measured-variant.ts';
import type { InteractionSummary } from './run-summary.ts';

/**
 * Axes that variants may differ in. Of two, the one that stands first is the treatment whose advantage may or may not
 * survive the other: a prompt is chosen, a quantization is put up with.
 */
const AXES = ['prompt', 'pipeline', 'sampling', 'model', 'quantization', 'kvCacheType'] as const;
type Axis = (typeof AXES)[number];

export interface InteractionInput {
  variants: readonly VariantSpec[];
  comparisons: readonly { baseline: string; candidate: string }[];
  measured: (id: string) => MeasuredVariant;
  decision: DecisionSpec;
  seed: number;
}

/**
 * The interactions of every two axes that are swept, with all other axes at the values of the first baseline. Each pair
 * of axes is one max-T family, and alpha is divided by the number of pairs. Left out are pairs of axes without all their combinations,
 * or whose variants do not hold the same documents, scored alike.
 */
export function findInteractions({
  variants,
  comparisons,
  measured,
  decision,
  seed,
}: InteractionInput): InteractionSummary[] {
  const reference = variants.find(({ id }) => id === comparisons[0]?.baseline);
  if (reference === undefined || variants.some(({ file }) => file !== null)) return [];
  const swept = AXES.filter((axis) => new Set(variants.map((variant) => nameOn(variant, axis))).size > 1);
  const pairs = swept.flatMap((treatment, i) => swept.slice(i + 1).map((setting) => ({ treatment, setting })));
  return pairs.flatMap(({ treatment, setting }) => {
    const fixed = swept.filter((axis) => axis !== treatment && axis !== setting);
    const among = variants.filter((variant) =>
      fixed.every((axis) => nameOn(variant, axis) === nameOn(reference, axis)),
    );
    const cells = cellsOf(among, { treatment, setting, metric: decision.metric, measured });
    if (cells === null) return [];
    const baselineTreatment = nameOn(reference, treatment);
    const baselineSetting = nameOn(reference, setting);
    const alpha = decision.alpha / pairs.length;
    return interactions({ cells, baselineTreatment, baselineSetting, alpha, seed }).map((found) => ({
      ...found,
      treatmentAxis: treatment,
      settingAxis: setting,
      baselineTreatment,
      baselineSetting,
      sentence: interactionSentence(found),
    }));
  });
}

/** One cell for each combination of the two axes; `null` unless all are there once with the same documents. */
function cellsOf(
  among: readonly VariantSpec[],
  of: { treatment: Axis; setting: Axis; metric: DecisionSpec['metric']; measured: (id: string) => MeasuredVariant },
): Cell[] | null {
  const treatments = new Set(among.map((variant) => nameOn(variant, of.treatment)));
  const settings = new Set(among.map((variant) => nameOn(variant, of.setting)));
  const arms = among.map((variant) => ({ variant, own: of.measured(variant.id) }));
  const combinations = new Set(
    among.map((variant) => canonicalJson([nameOn(variant, of.treatment), nameOn(variant, of.setting)])),
  );
  const whole = combinations.size === treatments.size * settings.size && combinations.size === among.length;
  if (!whole || treatments.size < 2 || settings.size < 2) return null;
  const kinds = new Set(arms.map(({ own }) => canonicalJson([own.scorer, own.documents.map(({ id }) => id)])));
  if (kinds.size !== 1 || arms[0]?.own.documents.length === 0) return null;
  return arms.map(({ variant, own }) => ({
    treatment: nameOn(variant, of.treatment),
    setting: nameOn(variant, of.setting),
    values: Float64Array.from(own.documents, (document) => metricOf(document, of.metric)),
  }));
}

function nameOn(variant: VariantSpec, axis: Axis): string {
  const value = variant[axis];
  return typeof value === 'string' ? value : canonicalJson(value);
}
