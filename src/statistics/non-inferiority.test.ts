import { expect, test } from 'vitest';
import { boundWithPseudoDocument, decideNonInferiority, type NonInferiorityInput } from './non-inferiority.ts';
import {
  documentsForNonInferiority,
  documentsToCertify,
  floorOfDocuments,
  smallestCertifiableMargin,
} from './planning.ts';

const d1 = Float64Array.of(-0.1, 0, 0.05, -0.2, 0, -0.05, -0.15, 0.1, -0.3, -0.05);

function decide(differences: Float64Array, more: Partial<NonInferiorityInput> = {}) {
  const rule = { margin: 0.02, brokenMargin: 0.02, alpha: 0.05, brokenCount: 0, earlierRungsSafe: true };
  return decideNonInferiority({ differences, ...rule, ...more });
}

/** n documents of which some lose `loss`. */
function losing(n: number, count: number, loss: number): Float64Array {
  return new Float64Array(n).fill(-loss, 0, count);
}

test('gives L* of the oracle', () => {
  expect(boundWithPseudoDocument(d1, -1, 0.05)).toBeCloseTo(-0.320054448, 8);
  expect(boundWithPseudoDocument(new Float64Array(100), -1, 0.05)).toBeCloseTo(-0.026338954, 8);
  expect(boundWithPseudoDocument(new Float64Array(150), -1, 0.05)).toBeCloseTo(-0.017583281, 8);
  expect(boundWithPseudoDocument(new Float64Array(150), 1, 0.05)).toBeCloseTo(0.017583281, 8);
});

test('knows the floor on documents of each margin', () => {
  expect([0.02, 0.03, 0.05, 0.01].map((margin) => documentsToCertify(margin, 0.05))).toEqual([149, 99, 59, 299]);
  expect(floorOfDocuments(0.05, 0.01, 0.05)).toBe(299);
  expect(floorOfDocuments(0.4, 0.4, 0.05)).toBe(30);
  expect(smallestCertifiableMargin(50, 0.05)).toBeCloseTo(0.05816, 5);
  const plan = { margin: 0.02, alpha: 0.05 };
  expect([0.08, 0.12, 0.2].map((sd) => documentsForNonInferiority({ ...plan, sd }))).toEqual([99, 223, 619]);
  expect(documentsForNonInferiority({ ...plan, sd: 0.1, difference: -0.02 })).toBeNull();
});

test('calls equal variants SAFE from the floor on, and TOO_FEW below it', () => {
  expect(decide(new Float64Array(400)).verdict).toBe('SAFE');
  expect(decide(new Float64Array(149)).verdict).toBe('SAFE');
  expect(decide(new Float64Array(148))).toMatchObject({ verdict: 'TOO_FEW', floor: 149, moreDocuments: 1 });
});

test('calls a clear loss WORSE, with few documents too', () => {
  expect(decide(losing(400, 200, 0.1)).verdict).toBe('WORSE');
  expect(decide(losing(20, 20, 0.2)).verdict).toBe('WORSE');
});

test('calls broken documents WORSE even where the mean loss is inside the margin', () => {
  const decision = decide(losing(400, 16, 0.5), { margin: 0.05, brokenCount: 16 });
  expect(decision.lowerBound).toBeGreaterThan(-0.05);
  expect(decision).toMatchObject({ verdict: 'WORSE' });
  expect(decision.reason).toContain('breaks at least 2.5%');
});

test('needs both gates for SAFE, and says which one fails', () => {
  const loss = decide(losing(400, 80, 0.08));
  expect(loss.verdict).toBe('CANNOT_TELL');
  expect(loss.reason).toContain('may lose 2.3 pt');
  const broken = decide(new Float64Array(400), { brokenCount: 4 });
  expect(broken.verdict).toBe('CANNOT_TELL');
  expect(broken.reason).toContain('may break 2.3% of documents more');
});

test('stops the ladder at the first rung that is not SAFE', () => {
  const decision = decide(new Float64Array(400), { earlierRungsSafe: false });
  expect(decision.verdict).toBe('CANNOT_TELL');
  expect(decision.reason).toContain('earlier rung');
});

test('refuses margins, alphas and values that make no sense', () => {
  const zeros = new Float64Array(200);
  expect(() => decide(zeros, { margin: 0 })).toThrow('margin is 0');
  expect(() => decide(zeros, { brokenMargin: 1 })).toThrow('brokenMargin is 1');
  expect(() => decide(zeros, { alpha: 0.5 })).toThrow('alpha is 0.5');
  expect(() => decide(zeros, { brokenCount: 201 })).toThrow('brokenCount is 201');
  expect(() => decide(Float64Array.of(0, Number.NaN))).toThrow('NaN');
  expect(() => decide(Float64Array.of(0, 1.5))).toThrow('1.5');
  expect(() => decide(new Float64Array(0))).toThrow('found 0 documents');
});

test('gives a verdict without NaN for one document', () => {
  const decision = decide(Float64Array.of(0));
  expect(decision.verdict).toBe('TOO_FEW');
  for (const value of Object.values(decision)) expect(value).not.toBeNaN();
});
