import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkPlugin } from './check-plugin.ts';
import { loadPlugins } from './load-plugins.ts';
import { parsePlugins } from './parse-plugin.ts';
import type { ComparatorPlugin, MetricPlugin, Plugin, StagePlugin, ValidatorPlugin } from './plugin.ts';

const examples = fileURLToPath(new URL('../../examples/plugins', import.meta.url));
const FILES = ['loose-name', 'amounts-right', 'due-not-above-gross', 'drop-page-numbers', 'label-runtime'];

const broken = async (plugin: Plugin): Promise<string[]> => {
  const findings = await checkPlugin({ plugin, options: {}, file: 'x', sha256: '' }, { model: null });
  return findings.flatMap(({ promise, problem }) => (problem === null ? [] : [promise]));
};

test.each(FILES)('the example %s keeps every promise of its port', async (file) => {
  const loaded = await loadPlugins([{ module: `./${file}.mjs`, options: {} }], examples);
  expect(loaded).toHaveLength(1);
  for (const one of loaded) {
    const findings = await checkPlugin(one, { model: 'no file' });
    expect(findings.filter(({ problem }) => problem !== null)).toEqual([]);
    expect(findings.length).toBeGreaterThan(3);
  }
});

const comparator: ComparatorPlugin = {
  kind: 'comparator',
  name: 'same-text',
  describe: 'equal texts',
  same: (a, b) => a === b,
  examples: { same: [['a', 'a']], different: [['a', 'ab']] },
};
const metric: MetricPlugin = {
  kind: 'metric',
  name: 'm',
  describe: 'm',
  measure: ({ fieldAccuracy }) => fieldAccuracy,
};
const validator: ValidatorPlugin = {
  kind: 'validator',
  name: 'v',
  describe: 'v',
  check: ({ fields }) => (fields.total === undefined ? 'not-checkable' : fields.total === '1' ? 'pass' : 'fail'),
  examples: { pass: [{ fields: { total: '1' }, lines: [] }], fail: [{ fields: { total: '2' }, lines: [] }] },
};
const stage: StagePlugin = {
  kind: 'stage',
  name: 's',
  describe: 's',
  place: 'answer',
  run: (text) => text.replace('a', 'b'),
  examples: [{ text: 'a', result: 'b' }],
};

describe('a plugin that breaks a promise', () => {
  test.each([
    ['keeps all of them', comparator, []],
    [
      'one-sided comparator',
      { ...comparator, same: (a: string, b: string) => b.startsWith(a) },
      ['finds its own counter-examples different', 'does not depend on which of two is the truth'],
    ],
    [
      'comparator that throws on odd text',
      { ...comparator, same: (a: string, b: string) => new RegExp(a).test(b) },
      [
        'finds its own counter-examples different',
        'finds every text the same as itself',
        'does not depend on which of two is the truth',
        'gives a boolean, the same twice, for any text',
      ],
    ],
    ['metric above 1', { ...metric, measure: () => 2 }, ['gives a share in [0, 1] or null for every score']],
    [
      'metric that changes the score',
      { ...metric, measure: (score: { fieldAccuracy: number }) => (score.fieldAccuracy = 1) },
      ['leaves the score as it is'],
    ],
    ['metric that says nothing', { ...metric, measure: () => null }, ['says something about at least one score']],
    [
      'validator that fails what is empty',
      { ...validator, check: () => 'fail' as const },
      ['passes its own examples', 'cannot check a document without values'],
    ],
    [
      'stage that gives no text',
      { ...stage, run: (text: string) => (text === 'a' ? 'b' : (null as unknown as string)) },
      ['gives a text, the same twice, for any text', 'makes no text more than ten times as long'],
    ],
    [
      'stage that blows up',
      { ...stage, run: (text: string) => (text === 'a' ? 'b' : text.repeat(40)) },
      ['makes no text more than ten times as long'],
    ],
  ] as [string, Plugin, string[]][])('%s', async (_name, plugin, promises) => {
    expect(await broken(plugin)).toEqual(promises);
  });
});

describe('parsePlugins', () => {
  test.each([
    [undefined, 'x.mjs has no kind; allowed: comparator, metric, validator, stage, runtime'],
    [{ kind: 'scorer' }, 'has the kind "scorer"'],
    [{ ...comparator, name: 'Not A Name' }, 'has no name'],
    [{ ...comparator, describe: '' }, 'does not describe itself'],
    [{ ...comparator, same: true }, 'is a comparator without same()'],
    [{ ...stage, place: 'middle' }, 'has no place; allowed: document, answer'],
    [{ ...validator, examples: undefined }, 'has no examples'],
    [{ kind: 'runtime', name: 'r', describe: 'r', create: () => {} }, 'is a runtime without a version'],
    [[], 'exports an empty list'],
    [[comparator, { ...comparator, kind: 'x' }], 'x.mjs plugin 2 has the kind "x"'],
  ])('refuses %o', (exported, message) => {
    expect(() => parsePlugins(exported, 'x.mjs')).toThrow(message);
  });
});

test('a module that is missing, or named twice, is refused with its place', async () => {
  await expect(loadPlugins([{ module: './nowhere.mjs', options: {} }], examples)).rejects.toThrow(/nowhere\.mjs/);
  await expect(loadPlugins([{ module: 'no-such-package', options: {} }], examples)).rejects.toThrow(/no-such-package/);
  const twice = { module: './loose-name.mjs', options: {} };
  await expect(loadPlugins([twice, twice], examples)).rejects.toThrow(/the comparator "loose-name"/);
});

test.each([
  ['./none.mjs', 'relative to the file'],
  ['/none/none.mjs', 'check the path'],
  ['no-such-package-here', 'install it there'],
])('a plugin %s that is not there is told by its place, and what to do about it', async (module, hint) => {
  const missing = loadPlugins([{ module, options: {} }], examples);
  await expect(missing).rejects.toMatchObject({
    code: 'PLUGIN_MISSING',
    exitCode: 2,
    message: expect.stringContaining(module.replace('./', '')) as string,
    hint: expect.stringContaining(hint) as string,
  });
});
