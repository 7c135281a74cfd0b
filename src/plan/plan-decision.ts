import type { DecisionSpec } from '../spec/spec.ts';
import { documentsToSettle } from '../statistics/documents-to-settle.ts';
import {
  documentsForDifference,
  floorOfDocuments,
  LEAST_DOCUMENTS,
  minimumDetectableEffect,
  smallestCertifiableMargin,
} from '../statistics/planning.ts';

/** Chance that `documentsToSettle` and `detectableEffect` are planned for. */
export const PLANNED_POWER = 0.8;

/**
 * Spreads of paired differences that stand in for a pilot: a variant that changes few documents, some, and many
 * (statistics.md, Q4). Assumptions, and always shown as such.
 */
export const ASSUMED_SDS = [0.08, 0.12, 0.2] as const;

/** What an earlier run says about one comparison. */
export interface PilotComparison {
  baseline: string;
  candidate: string;
  /** Documents paired. */
  n: number;
  /** Standard deviation of candidate minus baseline per document. */
  sd: number;
  /** Documents that the candidate broke and the baseline did not. */
  brokenCount: number;
}

/** What so many documents can tell at one spread. */
export interface SpreadPlan {
  sd: number;
  /** Difference that a two-sided test finds with 80 % chance. */
  detectableEffect: number;
  /** Documents that settle the question with 80 % chance when there is no true loss; `null` when no number would. */
  documentsToSettle: number | null;
}

export interface DecisionPlan {
  documents: number;
  /** Documents below which SAFE is impossible; `null` for superiority, which has none. */
  floor: number | null;
  /** Smallest margin that so many documents can certify when not one fails; `null` below 30 documents: none. */
  smallestMargin: number | null;
  /** One per comparison of the experiment that the pilot has, too. */
  comparisons: (PilotComparison & SpreadPlan)[];
  /** At the assumed spreads; empty when the pilot covers every comparison. */
  assumed: SpreadPlan[];
}

export interface DecisionQuestion {
  documents: number;
  decision: DecisionSpec;
  comparisons: readonly { baseline: string; candidate: string }[];
  /** Comparisons of an earlier run; empty when there is none. */
  pilot: readonly PilotComparison[];
}

/** What a decision about so many documents can give, before anything runs. Formulas: src/statistics/planning.ts. */
export function planDecision({ documents, decision, comparisons, pilot }: DecisionQuestion): DecisionPlan {
  const { margin, brokenMargin, alpha, question } = decision;
  const spread = (sd: number, seen: { n: number; brokenCount: number }): SpreadPlan => ({
    sd,
    detectableEffect: minimumDetectableEffect(sd, documents, { alpha, power: PLANNED_POWER }),
    documentsToSettle:
      question === 'superiority'
        ? Math.max(LEAST_DOCUMENTS, documentsForDifference(sd, margin, { alpha, power: PLANNED_POWER }))
        : settle(documentsToSettle({ ...seen, sd, margin, brokenMargin, alpha, power: PLANNED_POWER })),
  });
  const found = comparisons.flatMap(({ baseline, candidate }) => {
    const seen = pilot.find((pair) => pair.baseline === baseline && pair.candidate === candidate);
    return seen === undefined ? [] : [{ ...seen, ...spread(seen.sd, seen) }];
  });
  const covered = found.length === comparisons.length;
  return {
    documents,
    floor: question === 'superiority' ? null : floorOfDocuments(margin, brokenMargin, alpha),
    smallestMargin: documents < LEAST_DOCUMENTS ? null : smallestCertifiableMargin(documents, alpha),
    comparisons: found,
    assumed: covered ? [] : ASSUMED_SDS.map((sd) => spread(sd, { n: 0, brokenCount: 0 })),
  };
}

function settle(documents: number | null): number | null {
  return documents === null ? null : Math.max(documents, LEAST_DOCUMENTS);
}
