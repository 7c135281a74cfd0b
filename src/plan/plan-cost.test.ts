import { describe, expect, test } from 'vitest';
import { planCost } from './plan-cost.ts';

const variant = { id: 'F16', missing: false, fileBytes: 100, workerBytes: 40, documentsPerSecond: 10 };

describe('planCost', () => {
  test('adds up time over variants and epochs, memory over the workers of the largest, disk over what is missing', () => {
    const small = { id: 'Q8_0', missing: true, fileBytes: 50, workerBytes: 30, documentsPerSecond: 20 };
    const variants = [variant, small];
    expect(planCost({ variants, documents: 200, epochs: 2, replicas: 3, bytesPerRecord: 1.5 })).toEqual({
      seconds: 60,
      memoryBytes: 120,
      cacheBytes: 50,
      resultsBytes: 1200,
    });
  });

  test('does not know the time as long as the speed of one variant is not known', () => {
    const unknown = { ...variant, id: 'new', documentsPerSecond: null };
    const cost = planCost({
      variants: [variant, unknown],
      documents: 10,
      epochs: 1,
      replicas: 1,
      bytesPerRecord: null,
    });
    expect(cost).toMatchObject({ seconds: null, resultsBytes: null });
  });
});
