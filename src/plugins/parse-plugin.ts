import { printAllowed } from '../core/check-yaml.ts';
import { usageError } from '../core/errors.ts';
import { type Plugin, PLUGIN_KINDS } from './plugin.ts';

const NAME = /^[a-z][a-z0-9-]*$/;

/** The function that a kind must have. */
const FUNCTIONS: Record<Plugin['kind'], string> = {
  comparator: 'same',
  metric: 'measure',
  validator: 'check',
  stage: 'run',
  runtime: 'create',
};

/** The plugins of a module's default export, one or a list. Throws `PLUGIN_INVALID` with what is missing. */
export function parsePlugins(exported: unknown, where: string): Plugin[] {
  const list = Array.isArray(exported) ? exported : [exported];
  if (list.length === 0) throw invalid(where, 'exports an empty list', 'export a plugin as default');
  return list.map((value, index) => parsePlugin(value, list.length === 1 ? where : `${where} plugin ${index + 1}`));
}

function parsePlugin(value: unknown, where: string): Plugin {
  const plugin = Object(value) as Record<string, unknown>;
  const kind = PLUGIN_KINDS.find((known) => known === plugin.kind);
  if (kind === undefined) {
    const found = plugin.kind === undefined ? 'has no kind' : `has the kind ${JSON.stringify(plugin.kind)}`;
    throw invalid(where, `${found}; allowed: ${printAllowed(PLUGIN_KINDS)}`, 'export default an object with a `kind`');
  }
  if (typeof plugin.name !== 'string' || !NAME.test(plugin.name)) {
    throw invalid(where, `has no name of lower-case letters, digits and hyphens`, 'add `name`');
  }
  if (typeof plugin.describe !== 'string' || plugin.describe === '')
    throw invalid(where, 'does not describe itself', 'add `describe`, a sentence for people');
  if (typeof plugin[FUNCTIONS[kind]] !== 'function')
    throw invalid(where, `is a ${kind} without ${FUNCTIONS[kind]}()`, `add the function \`${FUNCTIONS[kind]}\``);
  if (kind === 'stage' && plugin.place !== 'document' && plugin.place !== 'answer')
    throw invalid(where, 'has no place; allowed: document, answer', 'add `place`');
  if (kind === 'runtime' && (typeof plugin.version !== 'string' || plugin.version === ''))
    throw invalid(where, 'is a runtime without a version', 'add `version`: it is part of a run');
  if (kind !== 'metric' && kind !== 'runtime' && Object(plugin.examples) !== plugin.examples)
    throw invalid(where, 'has no examples', 'add `examples`: the contract suite tries them');
  return value as Plugin;
}

function invalid(where: string, what: string, hint: string) {
  return usageError('PLUGIN_INVALID', `${where} ${what}`, hint);
}
