import { expect, test } from 'vitest';
import type { Manifest } from '../records/manifest.ts';
import { cohortsInHand, documentsAtATime, warmUpCohorts } from './hand-out.ts';

function manifestOf(determinism: string, width: number, size = documentsAtATime(width, determinism as 'throughput')) {
  const cohorts = Array.from({ length: 9 }, (_, i) => Array.from({ length: size }, (_unused, j) => `${i}-${j}`));
  return { spec: { run: { determinism } }, batch: { width }, cohorts } as unknown as Manifest;
}

test.each([1, 3, 8, 16, 30])(
  'a worker of width %i that refills its slots always has more documents than slots',
  (width) => {
    const manifest = manifestOf('throughput', width);
    const size = manifest.cohorts[0]?.length ?? 0;
    // One cohort may be ended but for its last document, and the other documents must still fill the slots.
    expect((cohortsInHand(manifest) - 1) * size).toBeGreaterThanOrEqual(width);
    expect(warmUpCohorts(manifest) * size).toBeGreaterThanOrEqual(width);
    expect(warmUpCohorts(manifest) * size).toBeLessThan(width + size);
  },
);

test('a run of earlier cohorts, each as wide as the worker, goes on with three of them at hand', () => {
  expect(cohortsInHand(manifestOf('throughput', 8, 8))).toBe(3);
});

test('cohorts that are decoded as they are handed out have the full width, one is at hand and the first warms up', () => {
  const manifest = manifestOf('reproducible', 8);
  expect(manifest.cohorts[0]).toHaveLength(8);
  expect([cohortsInHand(manifest), warmUpCohorts(manifest)]).toEqual([2, 1]);
});
