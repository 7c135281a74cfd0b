import { TIMED_STAGES, type TimedStage } from '../core/stage-clock.ts';
import type { RunReadings } from '../records/run-readings.ts';
import type { RunSummary, TimingSummary } from '../compare/run-summary.ts';
import { countText, threeDigits } from './number-text.ts';
import type { ReportNote } from './report-model.ts';

export const TIMING_HEADING = [
  'First token, ms',
  'Decoding, ms',
  'Queue, ms',
  'Documents',
  'Warm-up dropped',
  'Load, ms',
  'Prompt tokens',
  'Output tokens',
];

/** One row for each variant with times: medians with their intervals, and the 99th percentile. */
export function timingRows({ variants, readings }: RunSummary): { variant: string; cells: string[] }[] {
  return variants.flatMap(({ id, timing, tokensPerDocument }) => {
    if (timing === undefined) return [];
    const { firstTokenMs, decodeMs, queueMs, trials, dropped } = timing;
    const loads = readings?.loadMs[id] ?? [];
    return [
      {
        variant: id,
        cells: [
          timeText(firstTokenMs),
          timeText(decodeMs),
          queueMs === undefined ? 'not told' : timeText(queueMs),
          countText(trials),
          countText(dropped),
          loads.length === 0 ? 'not loaded' : loadText(loads),
          threeDigits(tokensPerDocument?.prompt ?? Number.NaN),
          threeDigits(tokensPerDocument?.output ?? Number.NaN),
        ],
      },
    ];
  });
}

export interface StageRows {
  /** Those that ran in any variant, in the order in which a document passes them. */
  stages: TimedStage[];
  /** A cell for each stage; `n` stands in it where it is not that of the row. */
  rows: { variant: string; trials: number; cells: string[] }[];
}

/** Mean times of all stages with half of their intervals; `null` where no variant has any. */
export function stageRows({ variants }: RunSummary): StageRows | null {
  const measured = variants.flatMap(({ id, timing }) =>
    timing?.stages === undefined ? [] : [{ variant: id, trials: timing.trials, known: timing.stages }],
  );
  if (measured.length === 0) return null;
  const stages = TIMED_STAGES.filter((stage) => measured.some(({ known }) => known[stage] !== undefined));
  const rows = measured.map(({ variant, trials, known }) => {
    const cells = stages.map((stage) => {
      const estimate = known[stage];
      if (estimate === undefined) return '–';
      const { value, high, n } = estimate;
      const few = n === trials ? '' : ` (n = ${countText(n)})`;
      return `${meanText(value, high - value)}${few}`;
    });
    return { variant, trials, cells };
  });
  return { stages, rows };
}

/** Both to the place of the first digit that the half width has, to a tenth of a microsecond at most. */
function meanText(value: number, half: number): string {
  const places = Math.min(4, Math.max(0, -Math.floor(Math.log10(half))));
  return `${value.toFixed(places)} ± ${half.toFixed(places)}`;
}

/** What the device told of itself; each thing that it does not tell is named as such. */
export function deviceNotes(readings: RunReadings | undefined): ReportNote[] {
  const device = readings?.device ?? null;
  if (device === null) return [];
  const { minClockMhz, maxClockMhz, maxTemperatureC, energyJoules, maxGpuTemperatureC, meanGpuWatts } = device;
  const told: [string, string | null][] = [
    ['temperature', maxTemperatureC === null ? null : `at most ${threeDigits(maxTemperatureC)} °C`],
    [
      'clock',
      minClockMhz === null ? null : `${countText(minClockMhz)} to ${countText(maxClockMhz ?? minClockMhz)} MHz`,
    ],
    ['energy of the processor', energyJoules === null ? null : `${threeDigits(energyJoules)} J`],
    ['GPU temperature', maxGpuTemperatureC === null ? null : `at most ${threeDigits(maxGpuTemperatureC)} °C`],
    ['GPU power', meanGpuWatts === null ? null : `${threeDigits(meanGpuWatts)} W on average`],
  ];
  const known = told.flatMap(([what, value]) => (value === null ? [] : [`${what} ${value}`]));
  const unknown = told.flatMap(([what, value]) => (value === null ? [what] : []));
  const silent = unknown.length === 0 ? [] : [`not told here: ${unknown.join(', ')}`];
  const value = `${[...known, ...silent].join('; ')} (${countText(device.readings)} readings)`;
  return [{ label: 'Device while it ran', value }];
}

function timeText({ median, p99 }: TimingSummary['firstTokenMs']): string {
  return `${threeDigits(median.value)} (${threeDigits(median.low)}–${threeDigits(median.high)}), 99%: ${threeDigits(p99)}`;
}

function loadText(loads: readonly number[]): string {
  const [least, most] = [Math.min(...loads), Math.max(...loads)];
  return `${countText(least)}${most === least ? '' : `–${countText(most)}`} (n = ${countText(loads.length)})`;
}
