import { decideNonInferiority, type NonInferiorityDecision, type NonInferiorityInput } from './non-inferiority.ts';

/**
 * Decides the rungs of a ladder in their declared order, each at full alpha; SAFE stops at the first rung that is not
 * SAFE (fixed-sequence test: the chance of any false SAFE stays below alpha). Later rungs are still measured, and may
 * still be WORSE.
 */
export function decideLadder(
  rungs: readonly Omit<NonInferiorityInput, 'earlierRungsSafe'>[],
): NonInferiorityDecision[] {
  let earlierRungsSafe = true;
  return rungs.map((rung) => {
    const decision = decideNonInferiority({ ...rung, earlierRungsSafe });
    earlierRungsSafe &&= decision.verdict === 'SAFE';
    return decision;
  });
}
