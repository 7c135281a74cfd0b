import type { LayoutRate, LayoutSource } from '../../records/manifest.ts';
import type { CalibrationFiles, CalibrationKey, Calibration } from './calibration-file.ts';
import { findKnee } from './find-knee.ts';
import type { Layout } from './layout.ts';
import { tokensOf } from './measure-layout.ts';

/** Measuring may cost at most this share of the tokens that a run reads. */
const MEASURED_SHARE = 1 / 25;

/** After so long no further layout is measured, loads included: a machine that is so slow, or so busy, is taken as it is. */
const MOST_MS = 60_000;

/**
 * A layout that needs so many times as long as the quickest so far, its loads included, is slower than that one: threads that are
 * started anew at every step can take a hundred times as long, and must not use up the time of the others.
 */
const SLOWER = 3;
const LEAST_LIMIT_MS = 5000;

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
  const leftOut = new Set<Layout>();
  let quickestMs = Number.POSITIVE_INFINITY;
  const { chosen, measured } = await findKnee(ways, async (layout) => {
    const beganMs = now();
    const leftMs = MOST_MS - (beganMs - startedMs);
    const limitMs = Math.min(leftMs, Math.max(LEAST_LIMIT_MS, SLOWER * quickestMs));
    const tokensPerSecond = leftMs > 0 ? await rateOf(layout, limitMs) : null;
    if (tokensPerSecond !== null) quickestMs = Math.min(quickestMs, now() - beganMs);
    // Cut short by the time for all of them it says nothing; by its own, that it is slower.
    else if (leftMs <= 0 || now() - startedMs >= MOST_MS) leftOut.add(layout);
    if (leftMs > 0) question.onMeasured?.({ ...layout, tokensPerSecond });
    return tokensPerSecond;
  });
  if (chosen === null) return { layout: first, source: 'profile' };
  const calibration: Calibration = { chosen, measured, measuredAt: new Date(now()).toISOString() };
  // Which way is fastest stands once every one was measured; only narrower batches may then be missing, which would spare memory and
  // no time. Where a way itself was cut short the choice may be wrong: the next run tries again.
  if (!ways.some((way) => leftOut.has(way))) await files.keep(key, calibration);
  return { layout: chosen, source: 'calibration', measured };
}

/** Every way once, and the widest of them down to one document: halving adds no more than the whole again. */
function mostTokens(ways: readonly Layout[]): number {
  const tokens = ways.map(tokensOf);
  return tokens.reduce((sum, count) => sum + count, 0) + Math.max(...tokens);
}
