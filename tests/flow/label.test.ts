import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LabelledComparison, LabelRow } from '../../src/compare/disagreements.ts';
import { openRunDataset } from '../../src/records/open-run-dataset.ts';
import type { RunOutcome } from '../../src/schedule/run-experiment.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { assay, assayJson, makeRun } from './finished-run.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
beforeEach(() => {
  folder = makeTemporaryFolder();
});
afterEach(() => folder.remove());

const rowsOf = (): LabelRow[] =>
  readFileSync(join(folder.path, 'labels.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelRow);

const save = (rows: readonly LabelRow[]): void =>
  writeFileSync(join(folder.path, 'labels.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

async function decide(): Promise<LabelledComparison> {
  const { comparisons } = await assayJson<{ comparisons: LabelledComparison[] }>(
    folder.path,
    'label',
    'small',
    '--labels',
    'labels.jsonl',
  );
  const [only] = comparisons;
  if (only === undefined) throw new Error('no comparison');
  return only;
}

/** The truth of every row, as printed. */
async function labelled({ manifest }: RunOutcome, rows: readonly LabelRow[]): Promise<LabelRow[]> {
  if (manifest === null) throw new Error('no manifest');
  const dataset = await openRunDataset(manifest);
  return Promise.all(
    rows.map(async (row) => {
      const truth = (await dataset.load(row.id)).truth.fields as Record<string, { printed?: string; state: string }>;
      const field = truth[row.field];
      return { ...row, label: field?.state === 'present' ? (field.printed ?? null) : null };
    }),
  );
}

test('only disagreements are written, and their labels give the difference that all labels give', async () => {
  const outcome = await makeRun(folder.path, { errors: { Q8_0: 0.05 } });
  const written = await assay(folder.path, 'label', 'small', '--out', 'labels.jsonl');
  expect(written.exitCode).toBe(0);
  const rows = rowsOf();
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.length).toBeLessThan(40 * 6);
  expect(rows.every(({ label, answers }) => label === '' && answers.F16 !== answers.Q8_0)).toBe(true);
  const open = await decide();
  expect(open).toMatchObject({ unlabelled: rows.length, n: 40 });
  expect(open.verdict).not.toBe('WORSE');
  save(await labelled(outcome, rows));
  const done = await decide();
  expect(done).toMatchObject({ unlabelled: 0, disagreements: rows.length });
  expect(done.difference).toBeCloseTo(outcome.summary.comparisons[0]?.difference.value ?? 0, 10);
  expect(done.difference).toBeGreaterThanOrEqual(open.difference);
});

test('variants that agree everywhere need no label: the label-free bound is inside the margin', async () => {
  await makeRun(folder.path);
  await assay(folder.path, 'label', 'small', '--out', 'labels.jsonl');
  const { verdict, labelFree } = await decide();
  expect(verdict).toBe('SAFE');
  expect(labelFree).toMatchObject({ rate: 0, insideMargin: true, n: 40 });
});

test('labels are never overwritten, and a line that is no disagreement is refused with its number', async () => {
  await makeRun(folder.path, { errors: { Q8_0: 0.05 } });
  await assay(folder.path, 'label', 'small', '--out', 'labels.jsonl');
  expect((await assay(folder.path, 'label', 'small', '--out', 'labels.jsonl')).exitCode).toBe(2);
  const rows = rowsOf();
  save([...rows.slice(0, 1), { id: 'nowhere', field: 'iban', answers: {}, label: null }]);
  const refused = await assay(folder.path, 'label', 'small', '--labels', 'labels.jsonl');
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('labels.jsonl:2 is no disagreement of this run: nowhere iban');
  expect((await assay(folder.path, 'label', 'small')).exitCode).toBe(2);
});
