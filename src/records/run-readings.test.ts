import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadRunReadings } from './run-readings.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-readings-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (...events: object[]): void =>
  writeFileSync(join(folder, 'events.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
const summary = { kind: 'device-summary', readings: 2, maxTemperatureC: null, maxGpuTemperatureC: null };

describe('loadRunReadings', () => {
  test('gives every load of a model, and the readings of all sittings as one', async () => {
    write(
      { kind: 'worker-ready', variant: 'F16', loadMs: 210 },
      { kind: 'worker-ready', variant: 'F16', loadMs: 190 },
      { kind: 'worker-ready', variant: 'Q8_0', loadMs: 0 },
      { ...summary, minClockMhz: 2000, maxClockMhz: 3000, energyJoules: 5, meanGpuWatts: 100 },
      { ...summary, readings: 6, minClockMhz: 1800, maxClockMhz: 2900, energyJoules: 7, meanGpuWatts: 200 },
    );
    expect(await loadRunReadings(folder)).toEqual({
      loadMs: { F16: [210, 190] },
      device: {
        readings: 8,
        maxTemperatureC: null,
        minClockMhz: 1800,
        maxClockMhz: 3000,
        energyJoules: 12,
        maxGpuTemperatureC: null,
        meanGpuWatts: 175,
      },
    });
  });

  test('says nothing of a run without events, and takes what stands before a broken line', async () => {
    rmSync(join(folder, 'events.jsonl'), { force: true });
    expect(await loadRunReadings(folder)).toEqual({ loadMs: {}, device: null });
    writeFileSync(
      join(folder, 'events.jsonl'),
      '{"kind":"worker-ready","variant":"A","loadMs":5}\n{"kind\nnull\n{"kind":"x"}\n',
    );
    expect(await loadRunReadings(folder)).toEqual({ loadMs: { A: [5] }, device: null });
  });
});
