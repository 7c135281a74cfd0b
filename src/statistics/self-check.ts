import { COLLAPSED, drawMarks, TURNED } from './draw-marks.ts';
import { boundWithPseudoDocument } from './non-inferiority.ts';
import { rateUpperBound } from './rate-interval.ts';
import { requireInside, requireValues, type Values } from './require-input.ts';
import { tEstimate } from './t-interval.ts';

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
  return simulate({ ...options, name: 'label-swap', documents: differences.length }, (marks) => {
    const { low, high } = tEstimate(swapped(differences, marks), { level: 1 - options.alpha });
    return low > 1e-12 || high < -1e-12;
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
  const safe = (planted: Float64Array, broken: number): boolean =>
    boundWithPseudoDocument(planted, -1, alpha) > -margin && rateUpperBound(broken, n, alpha) <= brokenMargin;
  const spread = simulate({ ...options, name: 'planted-spread', documents: n }, (marks) =>
    safe(swapped(differences, marks, margin), 0),
  );
  const collapsed = simulate({ ...options, name: 'planted-collapsed', documents: n, collapse: margin }, (marks) => {
    const planted = swapped(differences, marks);
    let broken = 0;
    for (let i = 0; i < n; i += 1) {
      if (((marks[i] as number) & COLLAPSED) === 0) continue;
      planted[i] = -1;
      broken += 1;
    }
    return safe(planted, broken);
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

/** The differences with some signs turned, less a loss that every document has. */
function swapped(differences: Values, marks: Uint8Array, loss = 0): Float64Array {
  const turned = new Float64Array(differences.length);
  // Reckoned, since no processor can guess a random branch.
  for (let i = 0; i < turned.length; i += 1)
    turned[i] = (differences[i] as number) * (1 - 2 * ((marks[i] as number) & TURNED)) - loss;
  return turned;
}
