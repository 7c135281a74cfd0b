import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadDistances, type VariantDistance, writeDistances } from '../schedule/distance-file.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { distanceFacts, distanceRows } from './distance-rows.ts';
import { distanceSection } from './html/distance-section.ts';

const estimate = (value: number, low: number, high: number, n = 40): Estimate => ({
  value,
  low,
  high,
  level: 0.95,
  method: 'test',
  n,
});
const measured: VariantDistance = {
  baseline: 'F16',
  candidate: '<Q2_K>',
  documents: 40,
  tokens: 3120,
  klDivergence: estimate(0.12345, 0.1, 0.15),
  sameTop: estimate(0.97, 0.96, 0.98),
  perplexity: { baseline: estimate(1.01, 1, 1.02), candidate: estimate(1.2, 1.1, 1.3) },
  answers: {
    compared: 40,
    identical: estimate(0.75, 0.6, 0.86),
    medianFirstDivergence: 11,
    firstDivergence: { ...estimate(11, 3, 30, 10), method: 'median between order statistics' },
    unit: 'token',
  },
};
const folder = mkdtempSync(join(tmpdir(), 'assay-distance-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the distances of a report', () => {
  test('stand with their intervals and n, tokens counted from 1', () => {
    const [row] = distanceRows([measured]);
    expect(row?.cells.map(({ value, range }) => `${value} ${range}`)).toEqual([
      '0.12345 0.10000–0.15000',
      '97.0% 96.0–98.0',
      '1.2000 1.1000–1.3000',
      '1.0100 1.0000–1.0200',
      '75.0% 60.0–86.0',
      '12 4–31 (n = 10)',
    ]);
    expect(distanceFacts([measured]).join(' ')).toContain('40 documents (3,120 tokens)');
  });

  test('say where nothing differs or nothing could be compared, and where few answers weaken the interval', () => {
    const lastCells = (answers: Partial<VariantDistance['answers']>): string[] =>
      (distanceRows([{ ...measured, answers: { ...measured.answers, ...answers } }])[0]?.cells ?? [])
        .slice(4)
        .map(({ value, range }) => `${value} ${range}`.trim());
    expect(lastCells({ identical: null, medianFirstDivergence: null, firstDivergence: null })).toEqual(['–', 'none']);
    const weak = { ...estimate(11, 3, 30, 3), level: 0.75 };
    expect(lastCells({ firstDivergence: weak })[1]).toBe('12 4–31 (n = 3, 75.0% interval)');
  });

  test('are no section where none were measured, and text stays text', () => {
    expect(distanceSection([])).toBeNull();
    expect(distanceSection([measured])?.text).toContain('&lt;Q2_K&gt;');
  });

  test('come back from the run folder as they were kept; a torn or foreign file counts as none', async () => {
    expect(await loadDistances(folder)).toEqual([]);
    await writeDistances(folder, 'run', [measured]);
    expect(await loadDistances(folder)).toEqual([measured]);
    for (const text of ['{"schemaVersion": 1, "dist', 'null', '{"schemaVersion": 9, "distances": []}']) {
      writeFileSync(join(folder, 'distance.json'), text);
      expect(await loadDistances(folder)).toEqual([]);
    }
  });
});
