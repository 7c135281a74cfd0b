import { printAllowed, yamlError } from '../core/check-yaml.ts';
import type { AssayError } from '../core/errors.ts';
import { hintNearest } from '../core/nearest.ts';
import type { YamlPath, YamlSource } from '../core/yaml.ts';
import { AXES, type Axis, type Experiment } from './experiment-schema.ts';
import { type Arm, choiceOf } from './make-variants.ts';
import type { Spec } from './spec.ts';

/**
 * Which variants are compared, in declared order. `baseline: {variant: NAME}` is the baseline of all others;
 * a named variant may name one of its own. `baseline: {AXIS: VALUE}` is, for each other variant, the one with that value and the same values on the other axes.
 */
export function makeComparisons(experiment: Experiment, arms: readonly Arm[], source: YamlSource): Spec['comparisons'] {
  const { baseline } = experiment;
  const ids = arms.map(({ variant }) => variant.id);
  if (baseline === undefined) {
    if (arms.length === 1) return [];
    const message = `compares ${arms.length} variants and has no baseline`;
    throw fail(source, ['variants'], message, `add \`baseline: ${exampleOf(arms)}\``);
  }
  const { variant, ...values } = baseline;
  const axes = AXES.filter((axis) => values[axis] !== undefined);
  if (variant !== undefined) {
    if (axes.length > 0) {
      throw fail(
        source,
        ['baseline', axes[0]!],
        'stands beside `variant`, which already names one',
        'remove one of the two',
      );
    }
    if (!ids.includes(variant)) throw unknown(source, ['baseline', 'variant'], variant, ids);
    return ids
      .filter((id) => id !== variant)
      .map((candidate) => ({ baseline: ownBaseline(experiment, candidate, { ids, source }) ?? variant, candidate }));
  }
  const swept = AXES.filter((axis) => arms[0]?.choices[axis] !== undefined);
  if (axes.length === 0) throw fail(source, ['baseline'], 'names nothing', `write \`baseline: ${exampleOf(arms)}\``);
  for (const axis of axes) requireSwept({ axis, value: values[axis], swept, arms, source });
  const wanted = new Map(axes.map((axis) => [axis, choiceOf(axis, values[axis])]));
  return arms.flatMap((arm) => {
    if (axes.every((axis) => arm.choices[axis] === wanted.get(axis))) return [];
    const partner = arms.find((other) =>
      swept.every((axis) => other.choices[axis] === (wanted.get(axis) ?? arm.choices[axis])),
    );
    return partner === undefined ? [] : [{ baseline: partner.variant.id, candidate: arm.variant.id }];
  });
}

/** What a named variant says of its own baseline; a sweep has none. */
function ownBaseline(
  { variants }: Experiment,
  candidate: string,
  { ids, source }: { ids: readonly string[]; source: YamlSource },
): string | undefined {
  if (!Array.isArray(variants)) return undefined;
  const index = variants.findIndex(({ name }) => name === candidate);
  const baseline = variants[index]?.baseline;
  if (baseline === undefined) return undefined;
  const path = ['variants', index, 'baseline'];
  if (!ids.includes(baseline)) throw unknown(source, path, baseline, ids);
  if (baseline === candidate)
    throw fail(source, path, 'names the variant itself', 'name another variant, or remove it');
  return baseline;
}

function requireSwept(of: {
  axis: Axis;
  value: unknown;
  swept: Axis[];
  arms: readonly Arm[];
  source: YamlSource;
}): void {
  const { axis, value, swept, arms, source } = of;
  const path = ['baseline', axis];
  if (!swept.includes(axis)) {
    if (swept.length === 0) {
      const message = 'names an axis, but the variants are a list of names';
      throw fail(source, path, message, `write \`baseline: ${exampleOf(arms)}\``);
    }
    throw fail(
      source,
      path,
      `is not swept by \`variants\`; swept: ${printAllowed(swept)}`,
      `write \`baseline: ${exampleOf(arms)}\``,
    );
  }
  const allowed = [...new Set(arms.map((arm) => arm.choices[axis] ?? ''))];
  const wanted = choiceOf(axis, value);
  if (allowed.includes(wanted)) return;
  const words = allowed.map((choice) => (choice.startsWith('"') ? (JSON.parse(choice) as string) : choice));
  throw unknown(source, path, typeof value === 'string' ? value : wanted, words);
}

function unknown(source: YamlSource, path: YamlPath, found: string, allowed: readonly string[]): AssayError {
  const message = `is "${found}", which is not among the variants; allowed: ${printAllowed(allowed)}`;
  const hint = hintNearest(found, allowed, `add "${found}" to the variants, or name one of them`);
  return yamlError({ source, path, code: 'SPEC_UNKNOWN_BASELINE', message, hint });
}

function exampleOf(arms: readonly Arm[]): string {
  const [axis, choice] = Object.entries(arms[0]?.choices ?? {})[0] ?? [];
  if (axis === undefined || choice === undefined) return `{variant: ${arms[0]?.variant.id}}`;
  return `{${axis}: ${choice.replaceAll('"', '')}}`;
}

function fail(source: YamlSource, path: YamlPath, message: string, hint: string): AssayError {
  return yamlError({ source, path, code: 'SPEC_INVALID', message, hint });
}
