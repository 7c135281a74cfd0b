import { expect, test } from 'vitest';
import { AssayError } from '../../src/core/errors.ts';
import { anytimeEstimate } from '../../src/statistics/anytime-interval.ts';
import { estimateMean, type IntervalKind } from '../../src/statistics/bootstrap.ts';
import { bootstrapRatio } from '../../src/statistics/bootstrap-ratio.ts';
import { clusterRatio } from '../../src/statistics/cluster-ratio.ts';
import { disagreementBound } from '../../src/statistics/disagreement.ts';
import { pairedEffect } from '../../src/statistics/effect-sizes.ts';
import { stepDownMaxT } from '../../src/statistics/max-t.ts';
import { decideNonInferiority } from '../../src/statistics/non-inferiority.ts';
import { comparePairedBinary } from '../../src/statistics/paired-comparison.ts';
import { Race } from '../../src/statistics/race.ts';
import { raceSentence } from '../../src/statistics/race-sentence.ts';
import { plantedLossCheck } from '../../src/statistics/self-check.ts';
import { decideSuperiority, pText } from '../../src/statistics/superiority.ts';
import type { Verdict } from '../../src/statistics/verdict.ts';
import { nonInferioritySentence, superioritySentence } from '../../src/statistics/verdict-sentence.ts';

const KINDS: IntervalKind[] = ['expanded', 'percentile', 'basic', 'bca', 'studentised', 't'];
const rule = { margin: 0.02, brokenMargin: 0.02, alpha: 0.05 };
const seed = 7;

/** What nobody plans for: differences per document, and the verdict on "safe?" and on "better?" that is owed. */
const CASES: [name: string, differences: number[], safe: Verdict, better: Verdict][] = [
  ['one document, equal', [0], 'TOO_FEW', 'CANNOT_TELL'],
  ['one document, lost whole', [-1], 'WORSE', 'CANNOT_TELL'],
  ['two documents, equal', [0, 0], 'TOO_FEW', 'CANNOT_TELL'],
  ['all ties', fill(200, 0), 'SAFE', 'CANNOT_TELL'],
  ['every document fails under the candidate', fill(200, -1), 'WORSE', 'WORSE'],
  ['every document fails under the baseline', fill(200, 1), 'SAFE', 'BETTER'],
  ['no variance, a loss beyond the margin', fill(200, -0.05), 'WORSE', 'WORSE'],
  ['no variance, a loss inside the margin', fill(400, -0.005), 'SAFE', 'WORSE'],
  ['one document apart', [...fill(199, 0), -0.5], 'CANNOT_TELL', 'CANNOT_TELL'],
];

test.each(CASES)('%s: a verdict, sentences and intervals without NaN', (_name, values, safe, better) => {
  const differences = Float64Array.from(values);
  const brokenCount = values.filter((d) => d <= -0.5).length;
  const first = decideNonInferiority({ differences, brokenCount, earlierRungsSafe: true, ...rule });
  const second = decideSuperiority({ differences, alpha: 0.05, seed });
  expect([first.verdict, second.verdict]).toEqual([safe, better]);
  expect(second.pValue).toBeGreaterThan(0);

  const race = new Race({ candidates: ['B'], ...rule });
  for (const d of values) race.observe('B', { difference: d, broke: d <= -0.5 });
  const estimates = KINDS.map((kind) => estimateMean(differences, kind, { seed, resamples: 300 }));
  const shares = differences.map(Math.abs);
  const said = [
    ...estimates.flatMap((difference) => {
      const names = { candidate: 'B', baseline: 'A', difference };
      return [nonInferioritySentence(first, names), superioritySentence(second, names)];
    }),
    raceSentence(race.decisionOf('B'), { candidate: 'B', baseline: 'A', margin: 0.02, alpha: 0.05 }),
    pText(second.pValue),
  ];
  for (const sentence of said) expect(sentence).not.toMatch(/NaN|Infinity|undefined|null|no difference/);
  const binary = comparePairedBinary(
    values.map((d) => d >= 0),
    values.map((d) => d <= 0),
  );
  requireNumbers({
    first,
    second,
    estimates,
    binary,
    race: race.decisionOf('B'),
    ratio: bootstrapRatio(shares, fill(values.length, 2), { seed, resamples: 300 }),
    cluster: clusterRatio(shares, fill(values.length, 2)),
    anytime: anytimeEstimate(differences),
    effect: pairedEffect(differences),
    family: stepDownMaxT([differences, shares], { seed, draws: 200 }),
    unlabelled: disagreementBound(shares, 0.02, 0.05),
    planted: values.length > 1 ? plantedLossCheck(differences, { seed, simulations: 20, ...rule }) : {},
  });
});

test.each([
  ['a margin of 0', { margin: 0 }, 'margin is 0, allowed is above 0 and below 1.'],
  ['a margin of 1', { margin: 1 }, 'margin is 1, allowed is above 0 and below 1.'],
  ['a margin that is no number', { margin: Number.NaN }, 'margin is NaN, allowed is above 0 and below 1.'],
  ['a limit above 1', { brokenMargin: 1.5 }, 'brokenMargin is 1.5, allowed is above 0 and below 1.'],
  ['an alpha of 0', { alpha: 0 }, 'alpha is 0, allowed is above 0 and below 0.5.'],
  ['an alpha of 0.5', { alpha: 0.5 }, 'alpha is 0.5, allowed is above 0 and below 0.5.'],
])('%s is refused by name, found and allowed, also by a race', (_name, wrong, message) => {
  const asked = { ...rule, ...wrong };
  const differences = new Float64Array(40);
  const decide = (): unknown => decideNonInferiority({ differences, brokenCount: 0, earlierRungsSafe: true, ...asked });
  expect(decide).toThrow(message);
  expect(() => new Race({ candidates: ['B'], ...asked })).toThrow(AssayError);
});

test('a value that is no number is refused with its document, wherever it stands', () => {
  const values = Float64Array.of(0, 0.1, Number.NaN, 0);
  const entries = [
    ...KINDS.map((kind) => () => estimateMean(values, kind, { seed })),
    () => decideNonInferiority({ differences: values, brokenCount: 0, earlierRungsSafe: true, ...rule }),
    () => decideSuperiority({ differences: values, alpha: 0.05, seed }),
    () => stepDownMaxT([values], { seed }),
    () => pairedEffect(values),
    () => disagreementBound(values, 0.02, 0.05),
  ];
  for (const entry of entries) expect(entry).toThrow(/document 2 has NaN, a finite number is needed/);
});

function fill(n: number, value: number): number[] {
  return Array.from({ length: n }, () => value);
}

/** Every number in there is finite; `null` is how an open bound is written. */
function requireNumbers(value: unknown, path = ''): void {
  if (typeof value === 'number') expect(Number.isFinite(value), `${path} is ${value}`).toBe(true);
  if (value !== null && typeof value === 'object')
    for (const [key, each] of Object.entries(value)) requireNumbers(each, `${path}.${key}`);
}
