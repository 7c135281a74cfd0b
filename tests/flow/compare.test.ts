import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/compare/run-summary.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { assay, assayJson, makeRun } from './finished-run.ts';

interface Compared extends RunSummary {
  pairs: { obstacles: { what: string; mend: string }[]; differences: { path: string }[] }[];
}

function rewrite(path: string, from: string, to: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
}

let folder: ReturnType<typeof makeTemporaryFolder>;
const compare = (...args: string[]) => assayJson<Compared>(folder.path, 'compare', ...args);
const gate = (...args: string[]) => assayJson<Compared>(folder.path, 'gate', ...args);
const verdicts = ({ comparisons }: Compared) => comparisons.map(({ verdict }) => verdict);

beforeAll(async () => {
  folder = makeTemporaryFolder();
  await makeRun(folder.path, { name: 'main' });
  await makeRun(folder.path, { name: 'same' });
  await makeRun(folder.path, { name: 'bad', errors: { Q8_0: 0.9 } });
  const other = await makeRun(folder.path, { name: 'engine' });
  rewrite(join(other.folder, 'manifest.json'), '"engine": "', '"engine": "other ');
  await makeRun(folder.path, { name: 'prompt', prompt: 'ask-copy' });
  await makeRun(folder.path, { name: 'more', documents: 44 });
  await makeRun(folder.path, { name: 'cut', stopAfter: 1 });
  const old = await makeRun(folder.path, { name: 'old' });
  rewrite(join(old.folder, 'records.jsonl'), '"scorer":"', '"scorer":"old-');
});
afterAll(() => folder.remove());

describe('assay compare', () => {
  test('of one run gives the verdicts that the run gave', async () => {
    const made = await makeRun(folder.path, { name: 'main' });
    expect((await compare('main')).comparisons).toEqual(made.summary.comparisons);
    expect((await compare('main:F16', 'main:Q8_0')).comparisons).toEqual(made.summary.comparisons);
  });

  test('of two runs pairs variants of one name, and shows the differences of the specs like a diff', async () => {
    const compared = await compare('main', 'bad');
    expect(compared.comparisons.map(({ baseline, candidate }) => [baseline, candidate])).toEqual([
      ['main:F16', 'bad:F16'],
      ['main:Q8_0', 'bad:Q8_0'],
    ]);
    expect(compared.pairs[0]?.differences.map(({ path }) => path)).toEqual(['experiment']);
    const { stdout } = await assay(folder.path, 'compare', 'main', 'bad:Q8_0');
    expect(stdout).toContain('main:Q8_0 → bad:Q8_0');
    expect(stdout).toContain('  - experiment: main\n  + experiment: bad\n');
  });

  test('takes more than two, all against the first', async () => {
    const compared = await compare('main:F16', 'bad:Q8_0', 'same:Q8_0');
    expect(compared.comparisons.map(({ baseline, candidate }) => [baseline, candidate])).toEqual([
      ['main:F16', 'bad:Q8_0'],
      ['main:F16', 'same:Q8_0'],
    ]);
  });

  test.each([
    ['engine', 'engine', 'engine'],
    ['prompt', 'prompt', 'prompt'],
    ['more', 'documents', 'documents'],
  ])('refuses %s with the reason, unless told that it is meant', async (run, what, allow) => {
    const refused = await compare('main:F16', `${run}:F16`);
    expect(verdicts(refused)).toEqual(['INCOMPARABLE']);
    expect(refused.pairs[0]?.obstacles.map((obstacle) => obstacle.what)).toEqual([what]);
    expect(refused.pairs[0]?.obstacles[0]?.mend).toContain(`--allow ${allow}`);
    const meant = await compare('main:F16', `${run}:F16`, '--allow', allow);
    expect(meant.comparisons[0]).toMatchObject({ verdict: expect.not.stringMatching('INCOMPARABLE'), n: 40 });
  });

  test('refuses records of another scorer, and --rescore makes them comparable', async () => {
    const refused = await compare('main:F16', 'old:F16');
    expect(verdicts(refused)).toEqual(['INCOMPARABLE']);
    expect(refused.pairs[0]?.obstacles[0]).toMatchObject({ what: 'scorer', mend: 'add --rescore' });
    expect((await compare('main:F16', 'old:F16', '--rescore')).comparisons[0]).toMatchObject({
      verdict: 'SAFE',
      flips: { lost: 0, gained: 0 },
    });
  });

  test.each([
    [['mian'], 'RUN_UNKNOWN', 'did you mean'],
    [['main:Q8'], 'VARIANT_UNKNOWN', null],
    [['m'], 'RUN_AMBIGUOUS', 'in full'],
    [['main:F16'], 'COMPARE_NOTHING', 'second run'],
    [['main', '--margin', '3'], 'USAGE', '--help'],
    [['main', '--allow', 'all'], 'USAGE', '--help'],
  ])('refuses %j with one error and a hint', async (args, code, hint) => {
    const { exitCode, error } = await compare(...args);
    expect({ exitCode, code: error?.code }).toEqual({ exitCode: 2, code });
    if (hint !== null) expect(error?.hint).toContain(hint);
  });
});

describe('assay gate', () => {
  test.each([
    [['same', '--baseline', 'main'], 0],
    [['bad:Q8_0', '--baseline', 'main', '--margin', '2%'], 1],
    [['bad', '--baseline', 'main', '--margin', '2%'], 1],
    [['cut'], 4],
    [['same', '--baseline', 'main', '--margin', '0.01'], 5],
    [['engine', '--baseline', 'main'], 6],
    [['engine', '--baseline', 'main', '--allow', 'engine'], 0],
    [['nowhere', '--baseline', 'main'], 2],
  ])('ends %j with exit code %i', async (args, exitCode) => {
    expect((await gate(...args)).exitCode).toBe(exitCode);
  });

  test('writes JUnit, in which only a shown answer passes, and Markdown for a pull request', async () => {
    const [junit, markdown] = [join(folder.path, 'ci/gate.xml'), join(folder.path, 'ci/gate.md')];
    const args = ['bad', '--baseline', 'main', '--margin', '2%', '--junit', junit, '--markdown', markdown];
    const { exitCode, stdout } = await assay(folder.path, 'gate', ...args);
    expect({ exitCode, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      exitCode: 1,
      last: 'Gate failed: a regression was shown.',
    });
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(readFileSync(junit, 'utf8')) as {
      testsuites: Record<string, unknown>;
    };
    expect(testsuites).toMatchObject({ '@_tests': '2', '@_failures': '1', '@_errors': '1' });
    expect(readFileSync(markdown, 'utf8')).toMatch(
      /^Gate failed: a regression was shown\.\n\n# May bad replace main\?/,
    );
  });

  test('holds a run against a baseline file as against the run that it was written from', async () => {
    const file = join(folder.path, 'baselines/main.jsonl.gz');
    const saved = await gate('main', '--save-baseline', file);
    expect(saved).toMatchObject({ exitCode: 0, records: 80, path: file });
    const [byRun, byFile] = [await gate('bad', '--baseline', 'main'), await gate('bad', '--baseline', file)];
    const numbers = ({ comparisons }: Compared) => comparisons.map(({ baseline: _b, sentence: _s, ...rest }) => rest);
    expect(numbers(byFile)).toEqual(numbers(byRun));
    expect((await gate('cut', '--save-baseline', file)).error?.code).toBe('BASELINE_UNFINISHED');
    writeFileSync(join(folder.path, 'text.jsonl'), '{"a":1}\n');
    expect((await gate('bad', '--baseline', 'text.jsonl')).error?.code).toBe('BASELINE_FORMAT');
  });
});
