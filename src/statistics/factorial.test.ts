import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { type Cell, interactionSentence, interactions } from './factorial.ts';

/** Prompt `steps` gains `gain` points in every setting; each document has its own level. */
function cells(gains: Record<string, number>): Cell[] {
  return Object.entries(gains).flatMap(([setting, gain]) =>
    ['plain', 'steps'].map((treatment) => {
      const document = Random.stream(3, 'documents');
      const noise = Random.stream(3, treatment, setting);
      const values = Float64Array.from(
        { length: 200 },
        () => 0.6 + 0.2 * document.real() + 0.1 * (noise.real() - 0.5) + (treatment === 'steps' ? gain : 0),
      );
      return { treatment, setting, values };
    }),
  );
}

const options = { baselineTreatment: 'plain', baselineSetting: 'F16', alpha: 0.05, seed: 1, resamples: 2000 };

test('says when an advantage is kept, weakened, lost, reversed, or never was', () => {
  const found = interactions({
    ...options,
    cells: cells({ F16: 0.05, Q8_0: 0.05, Q4: 0.02, Q2_K: -0.002, Q1: -0.05 }),
  });
  expect(found.map(({ setting, fate }) => `${setting} ${fate}`)).toEqual([
    'Q8_0 kept',
    'Q4 weakened',
    'Q2_K lost',
    'Q1 reversed',
  ]);
  expect(interactions({ ...options, cells: cells({ F16: 0, Q4: 0.05 }) })[0]!.fate).toBe('none');
  expect(found.map(interactionSentence)).toEqual([
    expect.stringMatching(/^The advantage of steps survives Q8_0 \(\d\.\d to \d\.\d pt before, /),
    expect.stringMatching(/^The advantage of steps shrinks at Q4/),
    expect.stringMatching(/^The advantage of steps does not survive Q2_K/),
    expect.stringMatching(/^The advantage of steps turns into a loss at Q1/),
  ]);
});

test('adjusts every interaction for all of them', () => {
  for (const { pValue, adjustedPValue } of interactions({
    ...options,
    cells: cells({ F16: 0.05, Q8_0: 0.04, Q4: 0.045 }),
  })) {
    expect(adjustedPValue).toBeGreaterThanOrEqual(pValue);
  }
});

test('refuses a missing or doubled combination', () => {
  const all = cells({ F16: 0.05, Q8_0: 0.05 });
  expect(() => interactions({ ...options, cells: all.slice(0, 3) })).toThrow('cells steps x Q8_0 is 0');
  expect(() => interactions({ ...options, cells: [...all, all[0]!] })).toThrow('cells plain x F16 is 2');
});
