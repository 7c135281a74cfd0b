import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { callAssay } from '../support/call-assay.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const folder = makeTemporaryFolder();
beforeAll(() => {
  vi.stubEnv('ASSAY_CACHE', join(folder.path, 'cache'));
  vi.stubEnv('ASSAY_ENGINE', '');
});
afterAll(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

const assay = (...args: string[]): ReturnType<typeof callAssay> => callAssay(folder.path, ...args);

describe('assay engine', () => {
  test('shows the prebuilt binary where nothing was chosen', async () => {
    const { exitCode, document } = await assay('engine');
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ use: 'prebuilt', builds: [], forced: '' });
  });

  test('refuses to use what was not built, with the command that builds it, and keeps the choice as it was', async () => {
    const { exitCode, document } = await assay('engine', 'use', 'native');
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({
      error: { code: 'ENGINE_NATIVE', hint: expect.stringContaining('assay engine build') },
    });
    expect((await assay('engine')).document).toMatchObject({ use: 'prebuilt' });
  });

  test('knows two binaries and says so', async () => {
    const { exitCode, document } = await assay('engine', 'use', 'nativ');
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ error: { code: 'ENGINE_USE', hint: expect.stringContaining('native') } });
  });

  test('names the tools that a build lacks and the command that installs them', async () => {
    const path = process.env.PATH ?? '';
    vi.stubEnv('PATH', '');
    const { exitCode, document } = await assay('engine', 'build');
    vi.stubEnv('PATH', path);
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({ error: { code: 'ENGINE_TOOLS', message: expect.stringContaining('cmake') } });
  });
});

describe('assay bench', () => {
  const report = (cpu: string, value: number): object => ({
    benchVersion: 1,
    model: { name: 'm', sha256: 'a', fileBytes: 1, quantization: 'F16' },
    engine: 'e',
    device: { name: cpu, kind: 'cpu' },
    machine: { cpu, cores: 2, memoryBytes: 1, os: 'linux x64' },
    shape: { promptTokens: 1, outputTokens: 1, repetitions: 2 },
    measuredAt: '2026-01-01T00:00:00.000Z',
    rows: [
      { width: 1, kvCacheType: 'F16', threads: 1, workers: 1, sampled: { value, low: value - 1, high: value + 1 } },
    ],
  });

  test('sets machines side by side, against the first', async () => {
    writeFileSync(join(folder.path, 'a.json'), JSON.stringify(report('A', 100)));
    writeFileSync(join(folder.path, 'b.json'), JSON.stringify(report('B', 250)));
    const { exitCode, document } = await assay('bench', '--compare', 'a.json', 'b.json');
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ compared: [{ combination: 'width 1, 1 x 1 threads, F16', ratios: [1, 2.5] }] });
  });

  test('refuses a file that is no report, one report alone, and no model', async () => {
    writeFileSync(join(folder.path, 'c.json'), '{"rows": 1}');
    expect(await assay('bench', '--compare', 'a.json', 'c.json')).toMatchObject({
      exitCode: 2,
      document: { error: { code: 'BENCH_FILE' } },
    });
    expect(await assay('bench', '--compare', 'a.json')).toMatchObject({
      exitCode: 2,
      document: { error: { code: 'BENCH_COMPARE' } },
    });
    expect(await assay('bench')).toMatchObject({ exitCode: 2, document: { error: { code: 'BENCH_MODEL' } } });
  });

  test.each([
    [['assay-extrct'], 'MODEL_UNKNOWN', 'assay-extract'],
    [['assay-extract', '--kv', 'F16,Q8_O'], 'KV_CACHE_TYPE', 'Q8_0'],
    [['assay-extract', '--widths', '1,300'], 'USAGE', 'bench --help'],
    [['assay-extract', '--repetitions', '1'], 'USAGE', 'bench --help'],
  ])('bench refuses %j before it measures anything', async (args, code, hint) => {
    const { exitCode, document } = await assay('bench', ...args);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ error: { code, hint: expect.stringContaining(hint) as string } });
  });
});
