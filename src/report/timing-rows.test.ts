import { expect, test } from 'vitest';
import type { RunSummary, TimingSummary } from '../compare/run-summary.ts';
import { stageRows } from './timing-rows.ts';

const mean = (value: number, n = 40) => ({ value, low: value * 0.9, high: value * 1.1, level: 0.95, method: 't', n });

function rowsOf(stages: readonly TimingSummary['stages'][]) {
  const variants = stages.map((known, i) => ({
    id: `v${i}`,
    timing: { trials: 40, ...(known !== undefined && { stages: known }) },
  }));
  return stageRows({ variants } as unknown as RunSummary);
}

test('a column for every stage that ran in any variant, in the order of the stages', () => {
  const rows = rowsOf([{ score: mean(0.02), infer: mean(812) }, { load: mean(30, 12), infer: mean(9) }, undefined]);
  expect(rows?.stages).toEqual(['load', 'infer', 'score']);
  expect(rows?.rows).toEqual([
    { variant: 'v0', trials: 40, cells: ['–', '812 ± 81', '0.020 ± 0.002'] },
    { variant: 'v1', trials: 40, cells: ['30 ± 3 (n = 12)', '9.0 ± 0.9', '–'] },
  ]);
  expect(rowsOf([{ prompt: mean(0.00123456), parse: mean(0) }])?.rows[0]?.cells).toEqual([
    '0.0012 ± 0.0001',
    '0.0000 ± 0.0000',
  ]);
  expect(rowsOf([undefined])).toBeNull();
});
