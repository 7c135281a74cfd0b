import { describe, expect, test } from 'vitest';
import type { NamedRun } from '../records/find-run.ts';
import type { RunSource } from '../records/run-source.ts';
import { pairReferences } from './pair-references.ts';

/** A run whose comparisons are given as `baseline>candidate`. */
function runOf(runId: string, variants: string[], comparisons: string[]): RunSource {
  const spec = {
    variants: variants.map((id) => ({ id })),
    comparisons: comparisons.map((pair) => {
      const [baseline = '', candidate = ''] = pair.split('>');
      return { baseline, candidate };
    }),
  };
  return { runId, manifest: { spec } } as unknown as RunSource;
}

const named = (run: RunSource, variant: string | null = null): NamedRun => ({ run, variant });
const pairs = (...runs: NamedRun[]): string[] =>
  pairReferences(runs).map(([a, b]) => `${a.run.runId}:${a.variant}>${b.run.runId}:${b.variant}`);

describe('pairReferences', () => {
  const main = runOf('main', ['F16', 'Q8', 'Q4'], ['F16>Q8', 'F16>Q4']);
  const next = runOf('next', ['F16', 'Q4', 'Q2'], ['F16>Q4', 'F16>Q2']);
  const two = runOf('two', ['a F16', 'a Q8', 'b F16', 'b Q8'], ['a F16>a Q8', 'b F16>b Q8']);

  test('one run stands for its own comparisons, one variant for those of it', () => {
    expect(pairs(named(main))).toEqual(['main:F16>main:Q8', 'main:F16>main:Q4']);
    expect(pairs(named(main, 'Q4'))).toEqual(['main:F16>main:Q4']);
    expect(pairs(named(two))).toEqual(['two:a F16>two:a Q8', 'two:b F16>two:b Q8']);
  });

  test('variants of another run meet their namesake, or the baseline where there is none', () => {
    expect(pairs(named(main), named(next))).toEqual(['main:F16>next:F16', 'main:Q4>next:Q4', 'main:F16>next:Q2']);
    expect(pairs(named(main, 'Q8'), named(next, 'Q2'))).toEqual(['main:Q8>next:Q2']);
  });

  test('within one run a named baseline meets all others, and nothing meets itself or comes twice', () => {
    expect(pairs(named(main, 'Q8'), named(main))).toEqual(['main:Q8>main:F16', 'main:Q8>main:Q4']);
    expect(pairs(named(main, 'F16'), named(main, 'Q8'), named(main, 'Q8'))).toEqual(['main:F16>main:Q8']);
  });

  test('a run with several baselines must name one when it has no namesake', () => {
    expect(() => pairs(named(two), named(next))).toThrow(/several baselines: a F16, b F16/);
    expect(pairs(named(two, 'b Q8'), named(next, 'Q2'))).toEqual(['two:b Q8>next:Q2']);
  });
});
