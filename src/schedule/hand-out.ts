import type { Manifest } from '../records/manifest.ts';
import type { Spec } from '../spec/spec.ts';

/** In throughput mode so many cohorts make up the width of a worker. */
const HANDS_PER_WIDTH = 4;

/**
 * Documents that a worker is handed at a time. Batches are decoded as they are handed out; where slots are refilled at once a cohort is
 * no batch but a handful, small enough for the workers to end together.
 */
export function documentsAtATime(width: number, determinism: Spec['run']['determinism']): number {
  return determinism === 'throughput' ? Math.ceil(width / HANDS_PER_WIDTH) : width;
}

/**
 * Cohorts that a worker has at once. A race is looked at after every cohort; else a worker has its next one at hand, and where slots are
 * refilled at once as many as fill its slots and two more, so that none waits while a cohort's last document is decoded.
 */
export function cohortsInHand({ race, spec, batch, cohorts }: Manifest): number {
  if (race !== undefined) return 1;
  if (spec.run.determinism !== 'throughput') return 2;
  return Math.ceil(batch.width / Math.max(1, cohorts[0]?.length ?? 1)) + 2;
}

/** Cohorts with which a worker warms up: those that fill its slots. */
export function warmUpCohorts(manifest: Manifest): number {
  return Math.max(1, cohortsInHand(manifest) - 2);
}
