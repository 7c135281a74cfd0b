import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAssay } from './run-assay.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-runs-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the compiled commands over finished runs', () => {
  test('name no source file in their imports', () => {
    const compiled = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
    const broken = compiled.filter((name) =>
      /import\(\s*['"]\.[^'"]*\.ts['"]/.test(readFileSync(join(dist, name), 'utf8')),
    );
    expect(compiled.length).toBeGreaterThan(100);
    expect(broken).toEqual([]);
  });

  test('answer SQL where there are no runs yet', async () => {
    const { exitCode, stdout } = await runAssay(['sql', 'SELECT count(*) AS n FROM records', '--json'], {
      cwd: folder,
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, rows: [{ n: 0 }] });
  });

  test.each([[['compare', 'x']], [['gate', 'x']], [['report', 'x']], [['score', 'x']], [['explain', 'x', 'y']]])(
    'refuse a run that is not there: %j',
    async (args) => {
      const { exitCode, stdout } = await runAssay([...args, '--json'], { cwd: folder });
      expect(exitCode).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'RUN_UNKNOWN', hint: expect.any(String) as string } });
    },
  );
});
