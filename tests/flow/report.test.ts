import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Recommendation } from '../../src/compare/recommend.ts';
import type { RunSummary } from '../../src/compare/run-summary.ts';
import type { RunOutcome } from '../../src/schedule/run-experiment.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { assay, assayIn, assayJson, makeRun } from './finished-run.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
let whole: RunOutcome;
let cut: RunOutcome;
beforeAll(async () => {
  folder = makeTemporaryFolder();
  whole = await makeRun(folder.path, { name: 'whole', errors: { Q8_0: 0.3 } });
  cut = await makeRun(folder.path, { name: 'cut', stopAfter: 2 });
});
afterAll(() => folder.remove());

describe('assay report', () => {
  test('rebuilds from the journal what the run printed, also when the summary is gone or wrong', async () => {
    const summary = join(whole.folder, 'summary.json');
    const { wallSeconds: _took, ...expected } = whole.summary;
    writeFileSync(summary, '{"wallSeconds": 3}');
    expect(await assayJson<RunSummary>(folder.path, 'report', 'whole')).toEqual({ ...expected, wallSeconds: 3 });
  });

  test('of an unfinished run says so, and still ends with 0', async () => {
    const { exitCode, stdout } = await assay(folder.path, 'report', cut.folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('The run is interrupted');
  });

  test.each([
    ['markdown', '# Does the run hold?'],
    ['csv', 'runId,variant,'],
    ['json', '{\n  "schemaVersion": 1,'],
    ['junit', '<?xml version="1.0"'],
    ['terminal', 'Q8_0'],
  ])('prints %s, or writes it where --out says', async (format, start) => {
    const printed = await assay(folder.path, 'report', 'whole', '--format', format);
    expect(printed.stdout).toContain(start);
    const out = join(folder.path, 'made', `report.${format}`);
    const written = await assay(folder.path, 'report', 'whole', '--format', format, '--out', out);
    expect(written.stdout).toBe(`${out}\n`);
    expect(readFileSync(out, 'utf8')).toBe(printed.stdout);
  });

  test('writes the page and the records as Parquet into the run folder', async () => {
    await assay(folder.path, 'report', 'whole', '--format', 'html');
    expect(readFileSync(join(whole.folder, 'report.html'), 'utf8')).toContain('<!doctype html>');
    await assay(folder.path, 'report', 'whole', '--format', 'parquet');
    const path = join(whole.folder, 'records.parquet');
    const { rows } = await assayJson<{ rows: object[] }>(
      folder.path,
      'sql',
      `SELECT variant, count(*) AS n, len(any_value(fields)) AS fields FROM '${path}' GROUP BY ALL ORDER BY ALL`,
    );
    const fields = whole.manifest?.fields.length;
    expect(rows).toEqual([
      { variant: 'F16', n: 40, fields },
      { variant: 'Q8_0', n: 40, fields },
    ]);
  });

  test('prints a PDF where a Chromium is found, and says what to do where none is', async () => {
    const found = ['chromium', 'chromium-browser', 'google-chrome'].some((name) => existsSync(`/usr/bin/${name}`));
    const out = join(folder.path, 'report.pdf');
    const env = found ? { PATH: '/usr/bin' } : { PATH: folder.path };
    const args = ['report', 'whole', '--format', 'pdf', '--out', out, '--json'];
    const { exitCode, stdout } = await assayIn({ cwd: folder.path, env }, args);
    if (found) {
      expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
      expect(statSync(out).size).toBeGreaterThan(10_000);
    } else {
      expect(exitCode).toBe(3);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'PDF_NO_BROWSER' } });
    }
  });

  test('recommends a variant within a budget, and refuses a budget that it cannot read', async () => {
    const args = ['report', 'whole', '--budget'];
    const made = await assayJson<{ recommendation: Recommendation }>(folder.path, ...args, 'bytes=5MB,accuracy=1%');
    expect(made.recommendation).toMatchObject({ choice: 'Q8_0', budget: { bytes: 5e6, accuracy: 0.01 } });
    expect(made.recommendation.checks[0]).toMatchObject({ variant: 'F16', fits: 'no' });
    expect((await assay(folder.path, ...args, 'bytes=1kB')).stdout).toContain('Recommended: none.');
    expect((await assayJson(folder.path, ...args, 'bytes=many')).exitCode).toBe(2);
    expect((await assayJson(folder.path, ...args, 'price=3')).exitCode).toBe(2);
  });

  test('refuses an unknown run and an unknown format', async () => {
    expect(await assayJson(folder.path, 'report', 'hole')).toMatchObject({
      exitCode: 2,
      error: { code: 'RUN_UNKNOWN', hint: 'did you mean `whole`?' },
    });
    expect((await assayJson(folder.path, 'report', 'whole', '--format', 'word')).exitCode).toBe(2);
  });
});
