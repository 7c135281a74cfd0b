import { expect, test } from 'vitest';
import { gateExit } from './gate-exit.ts';

test.each([
  [['SAFE'], 0],
  [['BETTER', 'SAFE'], 0],
  [['SAFE', 'CANNOT_TELL'], 5],
  [['TOO_FEW'], 5],
  [['TOO_FEW', 'INCOMPARABLE'], 6],
  [['INCOMPARABLE', 'NOT_MEASURED', 'SAFE'], 4],
  [['CANNOT_TELL', 'INCOMPARABLE', 'NOT_MEASURED', 'WORSE', 'SAFE'], 1],
  [[], 4],
] as const)('a gate over %j ends with %i', (verdicts, code) => {
  expect(gateExit(verdicts)).toBe(code);
});
