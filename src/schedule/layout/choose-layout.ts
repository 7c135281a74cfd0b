import type { LayoutRate, LayoutSource } from '../../records/manifest.ts';
import type { CalibrationFiles, CalibrationKey, Calibration } from './calibration-file.ts';
import { findKnee } from './find-knee.ts';
import type { Layout } from './layout.ts';
import { tokensOf } from './measure-layout.ts';

/** Measuring may cost at most this share of the tokens that a run reads. */
const MEASURED_SHARE = 1 / 25;

/** After so long no further layout is measured, loads included: a machine that is so slow, or so busy, is taken as it is. */
const MOST_MS = 60_000;

export interface LayoutQuestion {
  /** What memory allows, in the order of preference; the first is taken where nothing is measured. */
  ways: readonly [Layout, ...Layout[]];
  /** Whether the profile wants the knee to be measured. */
  wanted: boolean;
  /** Prompt tokens that the run will read in all. */
  runTokens: number;
  key: Omit<CalibrationKey, 'ways'>;
  files: CalibrationFiles;
  /** Measures a layout; absent where only what is kept may be used. */
  rateOf?: ((layout: Layout, limitMs: number) => Promise<number | null>) | undefined;
  onMeasured?: ((layout: LayoutRate) => void) | undefined;
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface ChosenLayout {
  layout: Layout;
  source: Exclude<LayoutSource, 'asked'>;
  /** Rates that decided, where any were measured. */
  measured?: LayoutRate[];
}

/**
 * Workers, threads and width of a run: as measured on this device for this model and context, where the profile asks for
 * that and the run is long enough; else as the profile says. What was measured is kept and used again.
 */
export async function chooseLayout(question: LayoutQuestion): Promise<ChosenLayout> {
  const { ways, wanted, runTokens, files, rateOf, now } = question;
  const [first] = ways;
  if (!wanted || (ways.length === 1 && first.width === 1)) return { layout: first, source: 'profile' };
  const key = { ...question.key, ways };
  const kept = await files.find(key);
  if (kept !== null) return { layout: kept.chosen, source: 'kept calibration', measured: kept.measured };
  if (mostTokens(ways) > runTokens * MEASURED_SHARE) return { layout: first, source: 'short run' };
  if (rateOf === undefined) return { layout: first, source: 'not measured yet' };
  const startedMs = now();
  let wasCut = false;
  const { chosen, measured } = await findKnee(ways, async (layout) => {
    const leftMs = MOST_MS - (now() - startedMs);
    wasCut ||= leftMs <= 0;
    if (wasCut) return null;
    const tokensPerSecond = await rateOf(layout, leftMs);
    wasCut ||= now() - startedMs > MOST_MS;
    question.onMeasured?.({ ...layout, tokensPerSecond });
    return tokensPerSecond;
  });
  if (chosen === null) return { layout: first, source: 'profile' };
  const calibration: Calibration = { chosen, measured, measuredAt: new Date(now()).toISOString() };
  // Which way is fastest stands once every one was measured; only narrower batches may then be missing, which would spare memory and
  // no time. Where a way itself was cut short the choice may be wrong: the next run tries again.
  if (!wasCut || ways.every((way) => rateIn(measured, way) !== null)) await files.keep(key, calibration);
  return { layout: chosen, source: 'calibration', measured };
}

/** The rate of a layout; `null` where it has none. */
function rateIn(measured: readonly LayoutRate[], { replicas, threads, width }: Layout): number | null {
  const same = (rate: LayoutRate): boolean =>
    rate.replicas === replicas && rate.threads === threads && rate.width === width;
  return measured.find(same)?.tokensPerSecond ?? null;
}

/** Every way once, and the widest of them down to one document: halving adds no more than the whole again. */
function mostTokens(ways: readonly Layout[]): number {
  const tokens = ways.map(tokensOf);
  return tokens.reduce((sum, count) => sum + count, 0) + Math.max(...tokens);
}
