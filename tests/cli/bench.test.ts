import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SpeedReport, SpeedRow } from '../../src/schedule/measure-speed.ts';
import { openOwnCache } from '../support/own-cache.ts';

const { folder, assay } = openOwnCache();

describe('assay bench', () => {
  test('measures every combination on the real engine, and writes the chart', async () => {
    const axes = '--widths 1,4 --kv F16,Q8_0 --prompt 32 --output 8 --repetitions 2 --html bench.html'.split(' ');
    const { exitCode, document } = await assay('bench', 'assay-extract', ...axes);
    expect(exitCode).toBe(0);
    const { rows, shape, model } = document as unknown as SpeedReport;
    expect({ shape, quantization: model.quantization }).toEqual({
      shape: { promptTokens: 32, outputTokens: 8, repetitions: 2 },
      quantization: 'F16',
    });
    expect(rows.map(({ width, kvCacheType }) => `${width} ${kvCacheType}`).sort()).toEqual(
      ['1 F16', '1 Q8_0', '4 F16', '4 Q8_0'].sort(),
    );
    for (const row of rows) {
      expect(row.problem).toBeNull();
      expect(row.loadMs).toBeGreaterThan(0);
      expect(row.predictedBytes).toBeGreaterThan(0);
      for (const rate of ['prefill', 'decode', 'sampled'] as const) {
        expect(row[rate]).toMatchObject({ n: 2, level: 0.95 });
        expect(row[rate]?.value).toBeGreaterThan(0);
      }
    }
    // Half of the bytes for each cell of the cache, next to the same weights.
    const bytes = (kv: string): number => rows.find(isAt(4, kv))?.predictedBytes ?? Number.NaN;
    expect(bytes('Q8_0')).toBeLessThan(bytes('F16'));
    const page = readFileSync(join(folder.path, 'bench.html'), 'utf8');
    expect(page).toContain('<svg');
    expect(page).toContain('Q8_0');

    const kept = join(folder.path, 'own.json');
    writeFileSync(kept, JSON.stringify(document));
    const compared = await assay('bench', '--compare', kept, kept);
    expect(compared.document.compared).toHaveLength(4);
  });

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

function isAt(width: number, kv: string): (row: SpeedRow) => boolean {
  return (row) => row.width === width && row.kvCacheType === kv;
}
