import { COLLAPSED, drawMarks, TURNED } from './draw-marks.ts';
import { rateUpperBound } from './rate-interval.ts';
import { requireInside, requireValues, type Values } from './require-input.ts';
import { tQuantile } from './student-t.ts';

export interface SelfCheckOptions {
  seed: number;
  /** 2,000 unless told. */
  simulations?: number;
  alpha: number;
}

export interface SelfCheck {
  /** Share of simulations that came to the wrong claim. */
  share: number;
  /** What chance allows: alpha + 3.29 standard errors. */
  allowed: number;
  passed: boolean;
  simulations: number;
}

/**
 * Calibration on the user's own data, without inference: swaps candidate and baseline at random in every document, so
 * that there is no difference, and counts how often the two-sided t interval excludes 0. A share far above alpha says
 * that these documents are too few or too heavy-tailed for it; a lower one is fine and usual with few non-zero differences.
 */
export function labelSwapCheck(differences: Values, options: SelfCheckOptions): SelfCheck {
  requireValues(differences, 'differences', 2);
  const n = differences.length;
  const quantile = tQuantile(1 - options.alpha / 2, n - 1);
  return simulate({ ...options, name: 'label-swap', documents: n }, (marks) => {
    const { sum, squares } = swappedSums(differences, marks);
    return Math.abs(sum / n) - quantile * standardError(n, sum, squares) > 1e-12;
  });
}

export interface PlantedLossOptions extends SelfCheckOptions {
  margin: number;
  brokenMargin: number;
}

/**
 * Plants a mean loss of exactly the margin into swapped documents and counts how often both gates would call it safe.
 * `spread`: every document loses a little; `collapsed`: a share of the documents as large as the margin loses all.
 */
export function plantedLossCheck(
  differences: Values,
  options: PlantedLossOptions,
): { spread: SelfCheck; collapsed: SelfCheck } {
  requireValues(differences, 'differences', 2);
  const { margin, brokenMargin, alpha } = options;
  requireInside(margin, 'margin', 0, 1);
  requireInside(brokenMargin, 'brokenMargin', 0, 1);
  const n = differences.length;
  const quantile = tQuantile(1 - alpha, n);
  // The bound of the non-inferiority test: one document more, which lost all.
  const safe = (sum: number, squares: number, broken: number): boolean =>
    (sum - 1) / (n + 1) - quantile * standardError(n + 1, sum - 1, squares + 1) > -margin &&
    rateUpperBound(broken, n, alpha) <= brokenMargin;
  const spread = simulate({ ...options, name: 'planted-spread', documents: n }, (marks) => {
    const { sum, squares } = swappedSums(differences, marks);
    return safe(sum - n * margin, squares - 2 * margin * sum + n * margin * margin, 0);
  });
  const collapsed = simulate({ ...options, name: 'planted-collapsed', documents: n, collapse: margin }, (marks) => {
    const { sum, squares, broken } = swappedSums(differences, marks);
    return safe(sum - broken, squares + broken, broken);
  });
  return { spread, collapsed };
}

interface Simulations extends SelfCheckOptions {
  name: string;
  documents: number;
  /** Chance that a document loses all; none does unless told. */
  collapse?: number;
}

function simulate(
  { seed, simulations = 2000, alpha, name, documents, collapse }: Simulations,
  happens: (marks: Uint8Array) => boolean,
): SelfCheck {
  requireInside(alpha, 'alpha', 0, 0.5);
  let hits = 0;
  const visit = (marks: Uint8Array): void => {
    if (happens(marks)) hits += 1;
  };
  drawMarks({ seed, name, documents, simulations, collapse }, visit);
  const share = hits / simulations;
  const allowed = alpha + 3.29 * Math.sqrt((alpha * (1 - alpha)) / simulations);
  return { share, allowed, passed: share <= allowed, simulations };
}

/** Over documents that did not collapse, after some signs were turned: sum and sum of squares; and how many collapsed. */
function swappedSums(differences: Values, marks: Uint8Array): { sum: number; squares: number; broken: number } {
  let [sum, squares, broken] = [0, 0, 0];
  // Reckoned, since no processor can guess a random branch.
  for (let i = 0; i < differences.length; i += 1) {
    const mark = marks[i] as number;
    const lost = (mark & COLLAPSED) / COLLAPSED;
    const kept = (differences[i] as number) * (1 - lost);
    sum += kept * (1 - 2 * (mark & TURNED));
    squares += kept * kept;
    broken += lost;
  }
  return { sum, squares, broken };
}

/** Of the mean of n values, with n - 1; values lie in [-1, 1], so that the difference of the two sums loses no digit that matters. */
function standardError(n: number, sum: number, squares: number): number {
  return Math.sqrt(Math.max(0, squares - (sum * sum) / n) / (n - 1) / n);
}
