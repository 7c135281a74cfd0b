import { appendFileSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HistoryStep } from '../../src/compare/run-history.ts';
import type { RunOutcome } from '../../src/schedule/run-experiment.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { assay, assayJson, makeRun } from './finished-run.ts';

interface Answer {
  columns: { name: string; type: string }[];
  rows: Record<string, unknown>[];
}

let folder: ReturnType<typeof makeTemporaryFolder>;
let runs: RunOutcome[];
const sql = (query: string) => assayJson<Answer>(folder.path, 'sql', query);

beforeAll(async () => {
  folder = makeTemporaryFolder();
  // One experiment over time: each prompt or rate of errors makes another run of the same name.
  runs = [
    await makeRun(folder.path, { name: 'course' }),
    await makeRun(folder.path, { name: 'course', prompt: 'ask-copy' }),
    await makeRun(folder.path, { name: 'course', documents: 41, errors: { F16: 0.9, Q8_0: 0.02 } }),
    await makeRun(folder.path, { name: 'other', documents: 8 }),
  ];
});
afterAll(() => folder.remove());

describe('assay sql', () => {
  test('sees every run, variant and comparison', async () => {
    const { rows } = await sql('SELECT name, documents, variants, status FROM runs ORDER BY createdAt');
    expect(rows).toEqual([
      { name: 'course', documents: 40, variants: 2, status: 'complete' },
      { name: 'course', documents: 40, variants: 2, status: 'complete' },
      { name: 'course', documents: 41, variants: 2, status: 'complete' },
      { name: 'other', documents: 8, variants: 2, status: 'complete' },
    ]);
    const compared = await sql(
      `SELECT candidate, verdict, n FROM comparisons WHERE runId = '${runs[3]?.summary.runId}'`,
    );
    expect(compared.rows).toEqual([{ candidate: 'Q8_0', verdict: 'TOO_FEW', n: 8 }]);
  });

  test('computes from the records what the summaries say', async () => {
    const { rows } = await sql(
      `SELECT runId, variant, count(*) AS documents, avg(r.fieldAccuracy) AS measured, any_value(v.fieldAccuracy) AS summed
         FROM records r JOIN variants v USING (runId, variant) GROUP BY ALL`,
    );
    expect(rows).toHaveLength(8);
    for (const { measured, summed } of rows) expect(measured).toBeCloseTo(Number(summed), 12);
    const fields = await sql(
      `SELECT count(*) FILTER (outcome IN ('TP', 'TN')) / count(*) AS share FROM fields
         WHERE runId = '${runs[0]?.summary.runId}' AND variant = 'F16'`,
    );
    const counted = runs[0]?.summary.variants[0]?.fields ?? [];
    const right = counted.reduce((sum, { tp, tn }) => sum + tp + tn, 0);
    const all = counted.reduce((sum, { tp, fd, fn, fa, tn }) => sum + tp + fd + fn + fa + tn, 0);
    expect(fields.rows[0]?.share).toBeCloseTo(right / all, 12);
  });

  test('passes over a line that is being written, and records from before the batch was narrowed', async () => {
    const target = runs[3] as RunOutcome;
    const journal = join(target.folder, 'records.jsonl');
    const [first = ''] = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, `${first.replace(/"key":"[^"]*"/, '"key":"of-a-wider-batch"')}\n`, { flag: 'a' });
    appendFileSync(join(target.folder, 'events.jsonl'), '{"kind":"width-narrowed","from":16,"to":8}\n');
    appendFileSync(journal, first.slice(0, 50));
    const { rows } = await sql(`SELECT count(*) AS n FROM records WHERE runId = '${target.summary.runId}'`);
    expect(rows).toEqual([{ n: 16 }]);
  });

  test.each(['runs', 'variants', 'comparisons', 'records', 'fields'])(
    'documents exactly the columns of %s',
    async (view) => {
      const page = readFileSync(new URL('../../docs/sql.md', import.meta.url), 'utf8');
      const section = page.split(`\n## ${view}\n`)[1]?.split('\n## ')[0] ?? '';
      const rows = section.split('\n').filter((line) => line.startsWith('| `'));
      const documented = rows.flatMap((row) =>
        [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
      );
      const { columns } = await sql(`FROM ${view} LIMIT 0`);
      expect(new Set(documented)).toEqual(new Set(columns.map(({ name }) => name)));
    },
  );

  test('prints a table, or CSV', async () => {
    const table = await assay(folder.path, 'sql', 'SELECT name, count(*) AS runs FROM runs GROUP BY ALL ORDER BY ALL');
    expect(table.stdout).toBe('name    runs\ncourse     3\nother      1\n');
    const csv = await assay(folder.path, 'sql', 'SELECT 1 AS a, NULL AS b, [1, 2] AS c', '--format', 'csv');
    expect(csv.stdout).toBe('a,b,c\n1,,"[""1"",""2""]"\n'.replaceAll('""1""', '1').replaceAll('""2""', '2'));
  });

  test('writes what a COPY asks for', async () => {
    const path = join(folder.path, 'fields.parquet');
    await sql(`COPY (SELECT * FROM fields) TO '${path}' (FORMAT parquet)`);
    const { rows } = await sql(`SELECT count(*) > 100 AS many FROM '${path}'`);
    expect(rows).toEqual([{ many: true }]);
  });

  test('hands a mistake back with the engine’s own words, and is empty where there are no runs', async () => {
    const { exitCode, error } = await sql('SELECT nope FROM runs');
    expect({ exitCode, code: error?.code }).toEqual({ exitCode: 2, code: 'SQL_REFUSED' });
    expect(error?.message).toContain('nope');
    expect(error?.hint).toContain('docs/sql.md');
    const none = await assayJson<Answer>(folder.path, 'sql', 'FROM records', '--results', 'nowhere');
    expect(none).toMatchObject({ exitCode: 0, rows: [] });
    expect((await sql(' ')).error?.code).toBe('SQL_EMPTY');
  });
});

describe('assay history', () => {
  test('lists every run with its verdicts, oldest first', async () => {
    const { runs: listed } = await assayJson<{ runs: { runId: string; verdicts: string }[] }>(folder.path, 'history');
    expect(listed.map(({ runId }) => runId)).toEqual(runs.map(({ summary }) => summary.runId));
    expect(listed[3]?.verdicts).toBe('Q8_0 TOO_FEW');
  });

  test('flags exactly the steps that the paired test shows, and says what was changed', async () => {
    const { steps } = await assayJson<{ steps: HistoryStep[] }>(folder.path, 'history', 'course');
    const course = (id: string) => steps.filter(({ variant }) => variant === id);
    expect(course('F16').map(({ changePoint }) => changePoint)).toEqual([false, false, true]);
    expect(course('F16')[2]?.change?.verdict).toBe('WORSE');
    expect(course('F16')[2]?.change?.n).toBe(40);
    expect(course('Q8_0').map(({ changePoint }) => changePoint)).toEqual([false, false, false]);
    expect(course('F16')[0]?.change).toBeNull();
    expect(course('F16')[1]?.differences.map(({ path }) => path)).toContain('promptHash');
    const { stdout } = await assay(folder.path, 'history', 'course', '--variant', 'F16');
    expect(stdout.match(/CHANGED/g)).toHaveLength(1);
  });

  test('refuses an unknown experiment or variant', async () => {
    expect(await assayJson(folder.path, 'history', 'coarse')).toMatchObject({
      exitCode: 2,
      error: { code: 'HISTORY_UNKNOWN', hint: 'did you mean `course`?' },
    });
    expect((await assayJson(folder.path, 'history', 'course', '--variant', 'Q2')).error?.code).toBe('VARIANT_UNKNOWN');
  });
});
