import type { DocumentScore } from '../scoring/outcome.ts';
import { checkRuntime } from './check-runtime.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import type { LoadedPlugin } from './load-plugins.ts';
import type { ComparatorPlugin, MetricPlugin, PluginOptions, StagePlugin, ValidatorPlugin } from './plugin.ts';

/** One promise of a port, and whether the plugin keeps it. */
export interface PluginFinding {
  promise: string;
  /** Why not; `null` when it is kept. */
  problem: string | null;
}

type Promises = [promise: string, problem: () => string | null | Promise<string | null>][];

/** Tries every promise of the plugin's port. A plugin that throws breaks the promise; nothing is thrown on. */
export async function checkPlugin(
  { plugin, options }: LoadedPlugin,
  { model }: { model: string | null },
): Promise<PluginFinding[]> {
  const promises = ((): Promises => {
    switch (plugin.kind) {
      case 'comparator':
        return comparatorPromises(plugin, options);
      case 'metric':
        return metricPromises(plugin, options);
      case 'validator':
        return validatorPromises(plugin, options);
      case 'stage':
        return stagePromises(plugin, options);
      default:
        return checkRuntime(plugin, { options, model });
    }
  })();
  const findings: PluginFinding[] = [];
  for (const [promise, problem] of promises) {
    try {
      findings.push({ promise, problem: await problem() });
    } catch (error) {
      findings.push({ promise, problem: `throws ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  return findings;
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** The first problem of a list of cases. */
function first<T>(cases: Iterable<T>, problem: (item: T) => string | null): string | null {
  for (const item of cases) {
    const found = problem(item);
    if (found !== null) return found;
  }
  return null;
}

function comparatorPromises({ same, examples }: ComparatorPlugin, options: PluginOptions): Promises {
  const all = [...examples.same, ...examples.different];
  const texts = [...new Set([...all.flat(), ...HOSTILE_TEXTS])].filter((text) => text !== '');
  return [
    ['has examples of both kinds', () => (examples.same.length * examples.different.length > 0 ? null : 'lacks one')],
    [
      'finds its own examples the same',
      () => first(examples.same, (pair) => (same(...pair, options) ? null : shown(pair))),
    ],
    [
      'finds its own counter-examples different',
      () => first(examples.different, (pair) => (same(...pair, options) ? shown(pair) : null)),
    ],
    [
      'finds every text the same as itself',
      () => first(texts, (text) => (same(text, text, options) ? null : shown(text))),
    ],
    [
      'does not depend on which of two is the truth',
      () => first(all, ([a, b]) => (same(a, b, options) === same(b, a, options) ? null : shown([a, b]))),
    ],
    [
      'gives a boolean, the same twice, for any text',
      () =>
        first(texts, (text) => {
          const given = [same(text, 'x', options), same(text, 'x', options)];
          return given[0] === given[1] && typeof given[0] === 'boolean' ? null : `${shown(text)} gives ${shown(given)}`;
        }),
    ],
  ];
}

const VALIDITY = { rawJson: true, parsed: true, schemaValid: true, truncated: false, repairs: [] };
const field = (outcome: DocumentScore['fields'][number]['outcome']): DocumentScore['fields'][number] => ({
  field: 'grossTotal',
  outcome,
  raw: outcome === 'TN' || outcome === 'FN' ? null : '1.176,96',
  predicted: outcome === 'TN' || outcome === 'FN' ? null : '1176.96',
  truth: outcome === 'TN' || outcome === 'FA' ? null : '1176.96',
  grounded: outcome === 'TN' || outcome === 'FN' ? null : true,
});
const score = (fields: DocumentScore['fields'], more: Partial<DocumentScore> = {}): DocumentScore => {
  const right = fields.filter(({ outcome }) => outcome === 'TP' || outcome === 'TN').length;
  const fieldAccuracy = fields.length === 0 ? 0 : right / fields.length;
  return { fieldAccuracy, exact: right === fields.length, fields, validity: VALIDITY, scorer: '0', ...more };
};

/** Scores as documents have them: right, wrong in every way, failed, with lines. */
const SCORES: readonly DocumentScore[] = [
  score([field('TP'), field('TN')]),
  ...(['FD', 'FN', 'FA'] as const).map((outcome) => score([field(outcome), field('TP')])),
  score([field('FN')], { failed: 'the answer is empty', validity: { ...VALIDITY, parsed: false, schemaValid: false } }),
  score([field('TP')], {
    lines: {
      cells: [{ ...field('FD'), field: 'netAmount', truthRow: 0, answerRow: 0 }],
      cellAccuracy: 0,
      trueRows: 1,
      answerRows: 1,
      pairedRows: 1,
      exactRows: 0,
    },
  }),
];

function metricPromises(plugin: MetricPlugin, options: PluginOptions): Promises {
  // A copy each time: a plugin that changes a score must not spoil the next promise.
  const measure = (one: DocumentScore): number | null => plugin.measure(structuredClone(one), options);
  return [
    [
      'gives a share in [0, 1] or null for every score',
      () =>
        first(SCORES, (one) => {
          const value = measure(one);
          return value === null || (typeof value === 'number' && value >= 0 && value <= 1) ? null : shown(value);
        }),
    ],
    ['gives the same twice', () => first(SCORES, (one) => (measure(one) === measure(one) ? null : 'differs'))],
    [
      'leaves the score as it is',
      () =>
        first(SCORES, (one) => {
          const copy = structuredClone(one);
          plugin.measure(copy, options);
          return JSON.stringify(copy) === JSON.stringify(one) ? null : 'changes it';
        }),
    ],
    [
      'says something about at least one score',
      () => (SCORES.some((one) => measure(one) !== null) ? null : 'always null'),
    ],
  ];
}

function validatorPromises({ check, examples }: ValidatorPlugin, options: PluginOptions): Promises {
  const empty = { fields: {}, lines: [] };
  const odd = HOSTILE_TEXTS.map((text) => ({
    fields: { grossTotal: text, [text]: null },
    lines: [{ netAmount: text }],
  }));
  return [
    ['has examples of both kinds', () => (examples.pass.length * examples.fail.length > 0 ? null : 'lacks one')],
    [
      'passes its own examples',
      () => first(examples.pass, (one) => (check(one, options) === 'pass' ? null : shown(one))),
    ],
    [
      'fails its own counter-examples',
      () => first(examples.fail, (one) => (check(one, options) === 'fail' ? null : shown(one))),
    ],
    [
      'cannot check a document without values',
      () => (check(empty, options) === 'not-checkable' ? null : shown(check(empty, options))),
    ],
    [
      'gives pass, fail or not-checkable, the same twice, for any values',
      () =>
        first(odd, (one) => {
          const given = check(one, options);
          const known = given === 'pass' || given === 'fail' || given === 'not-checkable';
          return known && given === check(one, options) ? null : `${shown(one)} gives ${shown(given)}`;
        }),
    ],
  ];
}

function stagePromises({ run, examples }: StagePlugin, options: PluginOptions): Promises {
  return [
    [
      'has an example that changes something',
      () => (examples.some(({ text, result }) => text !== result) ? null : 'none does'),
    ],
    [
      'gives the result of its own examples',
      () =>
        first(examples, ({ text, result }) => {
          const given = run(text, options);
          return given === result ? null : `${shown(text)} gives ${shown(given)}, not ${shown(result)}`;
        }),
    ],
    [
      'gives a text, the same twice, for any text',
      () =>
        first(HOSTILE_TEXTS, (text) => {
          const given = run(text, options);
          return typeof given === 'string' && given === run(text, options)
            ? null
            : `${shown(text)} gives ${shown(given)}`;
        }),
    ],
    [
      'makes no text more than ten times as long',
      () => first(HOSTILE_TEXTS, (text) => (run(text, options).length <= 10 * text.length + 1000 ? null : shown(text))),
    ],
  ];
}
