import { documentsToSettle } from './documents-to-settle.ts';
import { meanOf, standardDeviationOf } from './moments.ts';
import { floorOfDocuments, minimumDetectableEffect } from './planning.ts';
import { rateLowerBound, rateUpperBound } from './rate-interval.ts';
import { requireInside, requireInteger, requireValues } from './require-input.ts';
import { tQuantile } from './student-t.ts';
import type { Verdict } from './verdict.ts';

export interface NonInferiorityInput {
  /** Candidate minus baseline, one number in [-1, 1] per document. */
  differences: Float64Array;
  /** Documents that the candidate breaks and the baseline does not: invalid output, or a difference of -0.5 or less. */
  brokenCount: number;
  /** Largest mean loss that is acceptable, a fraction in (0, 1). */
  margin: number;
  /** Largest share of newly broken documents that is acceptable, a fraction in (0, 1). */
  brokenMargin: number;
  /** One-sided error rate of each gate, in (0, 0.5). */
  alpha: number;
  /** Whether every earlier rung of the declared order was SAFE; `true` for the first. */
  earlierRungsSafe: boolean;
}

/** What a decision rests on; all shares are fractions. */
export interface NonInferiorityDecision {
  verdict: Verdict;
  /** One line, in points. */
  reason: string;
  n: number;
  /** Mean difference seen. */
  difference: number;
  margin: number;
  brokenMargin: number;
  brokenCount: number;
  alpha: number;
  /** L*: one-sided lower bound of the mean difference with one worst-case document added. */
  lowerBound: number;
  /** U*: the same from above, with one best-case document added. */
  upperBound: number;
  /** Exact one-sided bounds of the share of newly broken documents. */
  brokenUpper: number;
  brokenLower: number;
  /** Documents below which SAFE is impossible. */
  floor: number;
  minimumDetectableEffect: number;
  /**
   * Further documents for an 80 % chance that both gates pass, if the true difference is `plannedDifference` (0, or the
   * one that was seen where a loss is already shown); `null` when more are unlikely to help or none are needed.
   */
  moreDocuments: number | null;
  plannedDifference: number;
}

/**
 * Is the candidate no worse than the baseline by more than the margin? Two gates, each at full alpha (intersection-union):
 * L* > -margin and brokenUpper <= brokenMargin. In this order: WORSE if U* < -margin or brokenLower > brokenMargin;
 * TOO_FEW below the floor; SAFE if both gates pass and every earlier rung was SAFE (fixed sequence); else CANNOT_TELL.
 * Assumes independent documents and differences in [-1, 1]. Formulas: `docs/statistics.md`.
 */
export function decideNonInferiority(input: NonInferiorityInput): NonInferiorityDecision {
  const { differences, brokenCount, margin, brokenMargin, alpha } = input;
  requireDifferences(differences);
  requireInside(margin, 'margin', 0, 1);
  requireInside(brokenMargin, 'brokenMargin', 0, 1);
  requireInside(alpha, 'alpha', 0, 0.5);
  const n = differences.length;
  requireInteger(brokenCount, 'brokenCount', 0, n);
  const lowerBound = boundWithPseudoDocument(differences, -1, alpha);
  const upperBound = boundWithPseudoDocument(differences, 1, alpha);
  const measured = {
    n,
    difference: meanOf(differences),
    margin,
    brokenMargin,
    brokenCount,
    alpha,
    lowerBound,
    upperBound,
    brokenUpper: rateUpperBound(brokenCount, n, alpha),
    brokenLower: rateLowerBound(brokenCount, n, alpha),
    floor: floorOfDocuments(margin, brokenMargin, alpha),
    minimumDetectableEffect: minimumDetectableEffect(planningSpread(differences), n, { alpha }),
  };
  const { verdict, reason } = decide(measured, input.earlierRungsSafe);
  return {
    verdict,
    reason,
    ...measured,
    moreDocuments: moreDocuments(measured, standardDeviationOf(differences), verdict),
    plannedDifference: plannedDifference(measured),
  };
}

function requireDifferences(differences: Float64Array): void {
  requireValues(differences, 'differences');
  for (const d of differences) if (Math.abs(d) > 1) requireInside(d, 'a difference', -1 - 1e-12, 1 + 1e-12);
}

/**
 * One-sided t bound of the mean after one document of the worst (-1) or best (+1) value is added: it keeps its level
 * where losses are rare and large, where the plain t interval calls a harmful candidate safe in a third of all runs.
 */
export function boundWithPseudoDocument(differences: Float64Array, pseudo: -1 | 1, alpha: number): number {
  const n = differences.length;
  const extended = new Float64Array(n + 1);
  extended.set(differences);
  extended[n] = pseudo;
  const half = (tQuantile(1 - alpha, n) * standardDeviationOf(extended)) / Math.sqrt(n + 1);
  return meanOf(extended) + pseudo * half;
}

/** Spread for planning: with the pseudo-document, so that it is never 0. */
function planningSpread(differences: Float64Array): number {
  const spread = (pseudo: number): number => standardDeviationOf(Float64Array.from([...differences, pseudo]));
  return Math.max(spread(-1), spread(1));
}

type Measured = Omit<NonInferiorityDecision, 'verdict' | 'reason' | 'moreDocuments' | 'plannedDifference'>;

function decide(m: Measured, earlierRungsSafe: boolean): { verdict: Verdict; reason: string } {
  if (m.upperBound < -m.margin) {
    return {
      verdict: 'WORSE',
      reason: `loses at least ${points(-m.upperBound)}, beyond the margin of ${points(m.margin)}`,
    };
  }
  if (m.brokenLower > m.brokenMargin) {
    const limit = `beyond the limit of ${percent(m.brokenMargin)}`;
    return { verdict: 'WORSE', reason: `breaks at least ${percent(m.brokenLower)} of documents more, ${limit}` };
  }
  if (m.n < m.floor) return { verdict: 'TOO_FEW', reason: `${m.n} documents, at least ${m.floor} are needed` };
  const doubts: string[] = [];
  if (!(m.lowerBound > -m.margin)) {
    doubts.push(`may lose ${points(-m.lowerBound)}, more than the margin of ${points(m.margin)}`);
  }
  if (!(m.brokenUpper <= m.brokenMargin)) {
    doubts.push(`may break ${percent(m.brokenUpper)} of documents more, above the limit of ${percent(m.brokenMargin)}`);
  }
  if (doubts.length > 0) return { verdict: 'CANNOT_TELL', reason: doubts.join('; ') };
  if (!earlierRungsSafe) {
    return { verdict: 'CANNOT_TELL', reason: 'both gates pass, but an earlier rung of the declared order is not safe' };
  }
  return { verdict: 'SAFE', reason: `loses at most ${points(Math.max(0, -m.lowerBound))}; both gates pass` };
}

/** The difference that more documents are planned for: none, unless a loss is already shown. */
function plannedDifference({ upperBound, difference }: Measured): number {
  return upperBound < 0 ? Math.min(0, difference) : 0;
}

/** Further documents after which the gates would pass with 80 % chance. */
function moreDocuments(m: Measured, sd: number, verdict: Verdict): number | null {
  if (verdict === 'TOO_FEW') return m.floor - m.n;
  const passed = m.lowerBound > -m.margin && m.brokenUpper <= m.brokenMargin;
  if (verdict !== 'CANNOT_TELL' || passed || m.margin + m.difference <= 0) return null;
  const needed = documentsToSettle({ ...m, sd, seen: m.difference, difference: plannedDifference(m) });
  return needed !== null && needed > m.n ? needed - m.n : null;
}

/** 0.0132 -> `1.3 pt`. */
export function points(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} pt`;
}

/** 0.0132 -> `1.3%`. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`;
}
