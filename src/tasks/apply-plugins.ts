import { printAllowed } from '../core/check-yaml.ts';
import { usageError } from '../core/errors.ts';
import { hintNearest } from '../core/nearest.ts';
import type { LoadedPlugin } from '../plugins/load-plugins.ts';
import type { FieldRule, ScoringRules } from '../scoring/scoring-rules.ts';

/** The rules with the metrics, validators and stages of plugins behind their own, in the order in which they are named. */
export function applyPlugins(rules: ScoringRules, plugins: readonly LoadedPlugin[]): ScoringRules {
  const added = { ...rules };
  for (const { plugin, options } of plugins) {
    const { name } = plugin;
    if (plugin.kind === 'metric')
      added.metrics = [...added.metrics, { name, measure: (score) => plugin.measure(score, options) }];
    if (plugin.kind === 'validator')
      added.checks = [...added.checks, { name, check: (values) => plugin.check(values, options) }];
    if (plugin.kind !== 'stage') continue;
    const rewrite = (text: string): string => plugin.run(text, options);
    if (plugin.place === 'document') added.rewriteDocument = [...added.rewriteDocument, rewrite];
    else added.rewriteAnswer = [...added.rewriteAnswer, rewrite];
  }
  return added;
}

/** How a comparator of these plugins compares. Throws `COMPARATOR_UNKNOWN` with the nearest name. */
export function comparatorRule(
  comparator: string,
  plugins: readonly LoadedPlugin[],
): Pick<FieldRule, 'same' | 'comparator'> {
  for (const { plugin, options } of plugins) {
    if (plugin.kind !== 'comparator' || plugin.name !== comparator) continue;
    return {
      same: (predicted, truth) => plugin.same(predicted, truth, options),
      comparator: `${plugin.name}: ${plugin.describe}`,
    };
  }
  const names = plugins.flatMap(({ plugin }) => (plugin.kind === 'comparator' ? [plugin.name] : []));
  const message = `there is no comparator "${comparator}" among the plugins; there are: ${printAllowed(names)}`;
  throw usageError('COMPARATOR_UNKNOWN', message, hintNearest(comparator, names, 'add its module under `plugins`'));
}
