import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCohorts } from './make-cohorts.ts';
import { makeTrials } from './make-trials.ts';

const documents = fc.uniqueArray(
  fc.record({ id: fc.string({ minLength: 1 }), size: fc.integer({ min: 1, max: 50 }) }),
  { selector: ({ id }) => id, maxLength: 60 },
);

describe('makeCohorts', () => {
  test('holds every document once, in cohorts of at most the width, longest first', () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 1, max: 9 }), (sized, width) => {
        const cohorts = makeCohorts(sized, width);
        expect(cohorts.flat().sort()).toEqual(sized.map(({ id }) => id).sort());
        expect(cohorts.every((cohort, i) => cohort.length === width || i === cohorts.length - 1)).toBe(true);
        const sizes = new Map(sized.map(({ id, size }) => [id, size]));
        const flat = cohorts.flat().map((id) => sizes.get(id) ?? 0);
        expect(flat).toEqual([...flat].sort((a, b) => b - a));
      }),
    );
  });

  test('does not depend on the order of the documents', () => {
    fc.assert(
      fc.property(documents, (sized) => {
        expect(makeCohorts([...sized].reverse(), 4)).toEqual(makeCohorts(sized, 4));
      }),
    );
  });
});

describe('makeTrials', () => {
  const input = { identity: 'abc', width: 2, variants: ['F16', 'Q8_0'], epochs: 3, cohorts: [['a', 'b'], ['c']] };

  test('is the product of variants, epochs and documents, each with a key of its own', () => {
    const trials = makeTrials(input).flatMap((cohort) => cohort.trials);
    expect(trials).toHaveLength(2 * 3 * 3);
    expect(new Set(trials.map(({ key }) => key)).size).toBe(18);
  });

  test('gives other keys at another width: a narrower batch is another measurement', () => {
    const keysAt = (width: number) =>
      makeTrials({ ...input, width }).flatMap(({ trials }) => trials.map(({ key }) => key));
    const wide = new Set(keysAt(2));
    expect(keysAt(1).some((key) => wide.has(key))).toBe(false);
  });
});
