import type { BatchPlan, LayoutSource } from './manifest.ts';

const SOURCES: Record<LayoutSource, string> = {
  asked: 'the width that was asked for',
  profile: 'the device profile, as far as memory allows',
  calibration: 'measured before this run',
  'kept calibration': 'measured before an earlier run on this machine',
  'not measured yet': 'the device profile; the run measures first which width and threads are fastest, a few seconds',
  'short run': 'the device profile: measuring would cost a run this short more than it could win',
};

/** What decided about the workers, threads and width of a run, in words; with the rates, where any were measured. */
export function describeLayoutSource({ layoutFrom, layoutRates = [] }: BatchPlan): string | null {
  if (layoutFrom === undefined) return null;
  const rates = layoutRates.map(
    ({ replicas, threads, width, tokensPerSecond }) =>
      `${replicas} x ${threads} x ${width}: ${tokensPerSecond === null ? 'not measured' : `${Math.round(tokensPerSecond)} tokens/s`}`,
  );
  return `${SOURCES[layoutFrom]}${rates.length === 0 ? '' : ` (workers x threads x width: ${rates.join(', ')})`}`;
}
