import { expect, test } from 'vitest';
import { sampleDetails } from '../../tests/golden/report/sample-details.ts';
import { runWarnings } from './run-warnings.ts';

const { summary } = sampleDetails();
const [compared] = summary.comparisons;
if (compared === undefined) throw new Error('the sample compares nothing');

test('a run without a weakness has no warning of its own', () => {
  const variants = summary.variants.map((variant) => ({ ...variant, failures: 0 }));
  expect(runWarnings({ ...summary, variants, warnings: [] })).toEqual([]);
});

test('answers that failed are counted, however many scored', () => {
  const [first, second] = summary.variants;
  if (first === undefined || second === undefined) throw new Error('the sample has too few variants');
  const lost = { ...summary, variants: [first, { ...second, failures: 3 }] };
  expect(runWarnings(lost).join()).toContain('Failed, and counted as 0: 3 of 400 of Q8_0.');
});

test('fewer documents than an interval can be trusted with are said', () => {
  const variants = summary.variants.map((variant) => ({ ...variant, documents: 12 }));
  const dataset = { ...summary.dataset, documents: 12 };
  const small = { ...summary, variants, dataset, comparisons: [{ ...compared, n: 12 }] };
  expect(runWarnings(small).join()).toContain('Only 12 documents were compared');
});

test('a pair that shares fewer documents than both of its variants hold is said', () => {
  const unequal = { ...summary, comparisons: [{ ...compared, n: 300 }] };
  expect(runWarnings(unequal).join()).toContain('share only 300 of up to 400 documents');
});

test('an effect that decoding twice would make as well is said', () => {
  const { noiseFloor } = summary;
  if (noiseFloor === undefined) throw new Error('the sample has no noise floor');
  const candidates = noiseFloor.candidates.map((each) => ({ ...each, insideNoise: true }));
  const noisy = { ...summary, noiseFloor: { ...noiseFloor, candidates } };
  expect(runWarnings(noisy).join()).toContain('noise floor is above the effect of Q8_0');
});
