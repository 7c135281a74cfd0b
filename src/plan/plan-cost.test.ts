import { describe, expect, test } from 'vitest';
import { planCost } from './plan-cost.ts';

const own = { key: 'F16', missing: false, fileBytes: 100, workerBytes: 40 };
const variant = { id: 'F16', models: [own], documentsPerSecond: 10 };

describe('planCost', () => {
  test('adds up time over variants and epochs, memory over the workers of the largest, disk over what is missing', () => {
    const model = { key: 'Q8_0', missing: true, fileBytes: 50, workerBytes: 30 };
    const small = { id: 'Q8_0', models: [model], documentsPerSecond: 20 };
    const variants = [variant, small];
    expect(planCost({ variants, documents: 200, epochs: 2, replicas: 3, bytesPerRecord: 1.5 })).toEqual({
      seconds: 60,
      memoryBytes: 120,
      cacheBytes: 50,
      resultsBytes: 1200,
    });
  });

  test('counts the models that vote: side by side in memory, each file once', () => {
    const [small, smaller] = [
      { key: 'Q8_0', missing: true, fileBytes: 50, workerBytes: 30 },
      { key: 'Q4_K_M', missing: true, fileBytes: 25, workerBytes: 20 },
    ];
    const variants = [
      { id: 'Q8_0', models: [small], documentsPerSecond: 1 },
      { id: 'vote', models: [own, small, smaller], documentsPerSecond: 1 },
    ];
    const cost = planCost({ variants, documents: 10, epochs: 1, replicas: 2, bytesPerRecord: null });
    expect(cost).toMatchObject({ memoryBytes: 180, cacheBytes: 75, seconds: 20 });
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
