import { expect, test } from 'vitest';
import { decideLadder } from './ladder.ts';

test('lets no rung be SAFE after one that is not, and still calls a later one WORSE', () => {
  const rule = { margin: 0.02, brokenMargin: 0.02, alpha: 0.05, brokenCount: 0 };
  const equal = new Float64Array(400);
  const doubtful = new Float64Array(400).fill(-0.08, 0, 80);
  const harmful = new Float64Array(400).fill(-0.2, 0, 200);
  const rungs = [equal, doubtful, equal, harmful].map((differences) => ({ ...rule, differences }));
  expect(decideLadder(rungs).map(({ verdict }) => verdict)).toEqual(['SAFE', 'CANNOT_TELL', 'CANNOT_TELL', 'WORSE']);
});
