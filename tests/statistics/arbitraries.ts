import fc from 'fast-check';

// The same examples in every run: a failure then belongs to the change that caused it.
fc.configureGlobal({ seed: 7 });

const difference = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -20, max: 20 }).map((k) => k / 20),
);

/** Differences as shares of 20 fields: ties and zeros are common, as in real runs. */
export const differences = fc
  .array(difference, { minLength: 2, maxLength: 60 })
  .map((values) => Float64Array.from(values));

export const seed = fc.integer({ min: 0, max: 2 ** 31 });

/** Equal documents with some losses: the region where verdicts change. */
export const longRun = fc
  .record({
    n: fc.integer({ min: 20, max: 500 }),
    losses: fc.integer({ min: 0, max: 40 }),
    size: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ n, losses, size }) => new Float64Array(n).fill(-size / 20, 0, Math.min(n, losses)));
