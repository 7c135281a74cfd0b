import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StageClock, timed } from './stage-clock.ts';

function spend(ms: number): void {
  const startedMs = performance.now();
  while (performance.now() - startedMs < ms);
}

test('adds up what every stage took, and goes on from another clock', async () => {
  const before = new StageClock();
  await before.timeAsync('load', () => sleep(20));
  const clock = new StageClock(before.times());
  expect(clock.time('parse', () => 'made')).toBe('made');
  clock.time('parse', () => spend(5));
  timed(clock, 'parse', () => spend(5));
  const { load = 0, parse = 0, ...others } = clock.times();
  expect(load).toBeGreaterThan(15);
  expect(parse).toBeGreaterThanOrEqual(10);
  expect(others).toEqual({});
  expect(before.times()).toEqual({ load });
});

test('without a clock the work is done all the same', () => {
  expect(timed(undefined, 'score', () => 7)).toBe(7);
});
