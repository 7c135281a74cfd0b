import type { SpeedReport, SpeedRow } from '../../schedule/measure-speed.ts';
import type { Estimate } from '../../statistics/estimate.ts';
import { bytesText, threeDigits } from '../number-text.ts';

/** Columns of the table of a speed measurement. */
export const BENCH_HEADING = [
  'width',
  'workers',
  'threads',
  'KV',
  'prefill t/s',
  'decode t/s',
  'with sampling t/s',
  'memory',
];

/** One row per combination, as text. */
export function benchRow(row: SpeedRow): string[] {
  const { width, workers, threads, kvCacheType, prefill, decode, sampled, predictedBytes, problem } = row;
  const memory = problem ?? (predictedBytes === null ? '' : bytesText(predictedBytes));
  return [
    String(width),
    String(workers),
    String(threads),
    kvCacheType,
    rateText(prefill),
    rateText(decode),
    rateText(sampled),
    memory,
  ];
}

/** `1,204 ± 12`: the half width of the interval. */
export function rateText(rate: Estimate | null): string {
  if (rate === null) return '–';
  return `${threeDigits(rate.value)} ± ${threeDigits((rate.high - rate.low) / 2)}`;
}

/** What was measured, in lines. */
export function benchFacts({ model, engine, device, machine, shape }: SpeedReport): string[] {
  return [
    `${model.name} (${model.quantization}, ${bytesText(model.fileBytes)}, SHA-256 ${model.sha256.slice(0, 12)})`,
    `${device.name} (${device.kind}), ${machine.cores} cores, ${bytesText(machine.memoryBytes)}; ${engine}`,
    `${shape.promptTokens} prompt and ${shape.outputTokens} output tokens per sequence, all sequences in step; ` +
      `${shape.repetitions} repetitions after one that is not counted, 95 % t intervals over them; combinations in random order`,
  ];
}

/** A combination's place in a comparison of machines. */
export function combinationOf({ width, workers, threads, kvCacheType }: SpeedRow): string {
  return `width ${width}, ${workers} x ${threads} threads, ${kvCacheType}`;
}

export interface ComparedSpeed {
  combination: string;
  /** By report, in their order; `null` where one lacks the combination. */
  sampled: (Estimate | null)[];
  /** Against the first report. */
  ratios: (number | null)[];
}

/** Combinations that at least two reports measured, side by side. */
export function compareSpeeds(reports: readonly SpeedReport[]): ComparedSpeed[] {
  const names = [...new Set(reports.flatMap(({ rows }) => rows.map(combinationOf)))];
  return names.flatMap((combination) => {
    const sampled = reports.map(({ rows }) => rows.find((row) => combinationOf(row) === combination)?.sampled ?? null);
    if (sampled.filter((rate) => rate !== null).length < 2) return [];
    const first = sampled[0] ?? null;
    const ratios = sampled.map((rate) => (rate === null || first === null ? null : rate.value / first.value));
    return [{ combination, sampled, ratios }];
  });
}
