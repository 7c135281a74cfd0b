import { expect, test } from 'vitest';
import { meanEstimate } from './bootstrap.ts';
import { decideNonInferiority } from './non-inferiority.ts';
import { tango } from './paired-binary.ts';
import { decideSuperiority } from './superiority.ts';
import { nonInferioritySentence, superioritySentence } from './verdict-sentence.ts';

function sentence(differences: Float64Array, brokenCount = 0, margin = 0.02): string {
  const rule = { margin, brokenMargin: 0.02, alpha: 0.05, earlierRungsSafe: true };
  const decision = decideNonInferiority({ differences, brokenCount, ...rule });
  const difference = meanEstimate(differences, { seed: 7 });
  return nonInferioritySentence(decision, {
    candidate: 'Q4_K_M',
    baseline: 'F16',
    difference,
    flips: { lost: 22, gained: 19 },
  });
}

function losing(n: number, count: number, loss: number): Float64Array {
  return new Float64Array(n).fill(-loss, 0, count);
}

test('says of a safe candidate what it loses at most', () => {
  expect(sentence(losing(400, 8, 0.05))).toBe(
    'SAFE at 2.0 pt: Q4_K_M loses at most 0.8 pt vs F16 (95% one-sided; seen −0.1 pt, 95% bootstrap CI −0.2 to −0.04, 400 invoices); ' +
      'breaks at most 0.7% more invoices (0 of 400). Measurably worse, but inside the margin. 41 fields flipped: 22 lost, 19 gained.',
  );
});

test('says of a worse candidate how far beyond the margin it is', () => {
  expect(sentence(losing(400, 200, 0.1))).toMatch(
    /^WORSE: Q4_K_M loses 5\.0 pt vs F16 \(95% bootstrap CI −5\.\d to −4\.\d, 400 invoices\): beyond the 2\.0 pt margin\./,
  );
  expect(sentence(losing(400, 16, 0.5), 16, 0.05)).toMatch(
    /^WORSE: Q4_K_M breaks 16 of 400 invoices that F16 does not \(at least 2\.5%/,
  );
});

test('says how many documents are missing', () => {
  expect(sentence(new Float64Array(50))).toBe(
    'TOO FEW: 50 invoices cannot certify 2.0 pt; best possible here is 5.8 pt, at least 149 invoices are needed.',
  );
  expect(sentence(Float64Array.from({ length: 200 }, (_, i) => (i % 5 === 0 ? -0.4 : i % 5 === 1 ? 0.35 : 0)))).toMatch(
    /^CANNOT TELL YET: Q4_K_M is between −\d\.\d and \+\d\.\d pt vs F16 .* About \d+ more invoices give an 80% chance to settle 2\.0 pt if nothing is truly lost\./,
  );
});

test('never says that there is no difference', () => {
  for (const text of [
    sentence(new Float64Array(400)),
    sentence(new Float64Array(160), 3),
    sentence(new Float64Array(10)),
  ]) {
    expect(text).not.toMatch(/no difference/i);
    expect(text).not.toContain('NaN');
  }
});

test('says of a better candidate by how much, and on how many documents', () => {
  const differences = Float64Array.from({ length: 300 }, (_, i) => (i < 61 ? 0.2 : i < 89 ? -0.1 : 0));
  const decision = decideSuperiority({ differences, alpha: 0.05, seed: 7 });
  const difference = meanEstimate(differences, { seed: 7 });
  expect(decision.verdict).toBe('BETTER');
  expect(superioritySentence(decision, { candidate: 'terse', baseline: 'plain', difference })).toMatch(
    /^BETTER: terse \+3\.1 pt vs plain \(95% bootstrap CI \+2\.\d to \+4\.\d, adjusted p<0\.001\); better on 61 invoices, worse on 28, same on 211\./,
  );
  const same = decideSuperiority({ differences: new Float64Array(300), alpha: 0.05, seed: 7 });
  expect(same).toMatchObject({ verdict: 'CANNOT_TELL', pValue: 1, ties: 300 });
});

test('names an interval that is neither bootstrap nor t, and says what a doubtful superiority could have found', () => {
  const differences = Float64Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0.1 : -0.09));
  const decision = decideSuperiority({ differences, alpha: 0.05, seed: 7 });
  const difference = tango({ firstOnly: 10, secondOnly: 10, n: 20 });
  expect(superioritySentence(decision, { candidate: 'terse', baseline: 'plain', difference })).toMatch(
    /^CANNOT TELL YET: terse \+0\.5 pt vs plain \(95% CI \(Tango score, paired documents\) .*A true difference of \d\.\d pt would be found with an 80% chance\.$/,
  );
  const few = decideSuperiority({ differences: new Float64Array(12).fill(0.1), alpha: 0.05, seed: 7 });
  expect(few.verdict).toBe('BETTER');
  expect(superioritySentence(few, { candidate: 'terse', baseline: 'plain', difference })).toContain(
    'Exploratory: fewer than 30 invoices.',
  );
});

test('says that more documents will not help where the loss seen is not inside the margin', () => {
  const text = sentence(Float64Array.from({ length: 200 }, (_, i) => (i % 4 === 0 ? -0.4 : i % 4 === 1 ? 0.3 : 0)));
  expect(text).toContain('More invoices are unlikely to help: the loss seen is not inside the margin.');
});
