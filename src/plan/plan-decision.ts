import type { DecisionSpec } from '../spec/spec.ts';
import { anytimeFloor } from '../statistics/anytime-interval.ts';
import { documentsToSettle } from '../statistics/documents-to-settle.ts';
import {
  documentsForDifference,
  floorOfDocuments,
  LEAST_DOCUMENTS,
  minimumDetectableEffect,
  smallestCertifiableMargin,
} from '../statistics/planning.ts';
import { detectableEffectBound, documentsForPairedBinary, mcNemarPower } from '../statistics/planning-binary.ts';

/** Chance that `documentsToSettle` and `detectableEffect` are planned for. */
export const PLANNED_POWER = 0.8;

/**
 * Spreads of paired differences that stand in for a pilot: a variant that changes few documents, some, and many
 * (statistics.md, Q4). Assumptions, and always shown as such.
 */
export const ASSUMED_SDS = [0.08, 0.12, 0.2] as const;

/** Beyond so many documents tables are not enumerated; the formulas serve. */
const MOST_ENUMERATED = 2000;

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
  /** For documents that are wholly right: chance that McNemar's mid-p test finds a loss of the margin, enumerated. */
  exactPower?: number;
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
  /** A run that may stop early needs other documents at least. */
  stop?: 'fixed' | 'anytime';
}

/** What a decision about so many documents can give, before anything runs. Formulas: src/statistics/planning.ts. */
export function planDecision({ documents, decision, comparisons, pilot, stop }: DecisionQuestion): DecisionPlan {
  const { margin, brokenMargin, alpha, question, metric } = decision;
  const rule = { alpha, power: PLANNED_POWER };
  const binary = metric === 'documentExact';
  const spread = (sd: number, seen: { n: number; brokenCount: number }): SpreadPlan => {
    // Of yes-or-no outcomes the spread is the root of the discordant share, as long as gains and losses balance.
    const discordant = Math.min(1, sd * sd);
    const enough = binary && discordant > margin;
    const needed = enough
      ? Math.ceil(documentsForPairedBinary(discordant, margin, rule))
      : documentsForDifference(sd, margin, rule);
    return {
      sd,
      detectableEffect: enough
        ? detectableEffectBound(discordant, documents, rule)
        : minimumDetectableEffect(sd, documents, rule),
      documentsToSettle:
        question === 'superiority'
          ? Math.max(LEAST_DOCUMENTS, needed)
          : settle(documentsToSettle({ ...seen, sd, margin, brokenMargin, ...rule })),
      ...(enough && documents <= MOST_ENUMERATED && { exactPower: exactPower(discordant) }),
    };
  };
  const exactPower = (discordant: number): number => {
    const [firstOnly, secondOnly] = [(discordant - margin) / 2, (discordant + margin) / 2];
    return mcNemarPower({ n: documents, firstOnly, secondOnly, alpha, test: 'mid-p' });
  };
  const found = comparisons.flatMap(({ baseline, candidate }) => {
    const seen = pilot.find((pair) => pair.baseline === baseline && pair.candidate === candidate);
    return seen === undefined ? [] : [{ ...seen, ...spread(seen.sd, seen) }];
  });
  const covered = found.length === comparisons.length;
  return {
    documents,
    floor: question === 'superiority' ? null : floorOf(decision, stop, comparisons.length),
    smallestMargin: documents < LEAST_DOCUMENTS ? null : smallestCertifiableMargin(documents, alpha),
    comparisons: found,
    assumed: covered ? [] : ASSUMED_SDS.map((sd) => spread(sd, { n: 0, brokenCount: 0 })),
  };
}

function floorOf(
  { margin, brokenMargin, alpha }: DecisionSpec,
  stop: DecisionQuestion['stop'],
  candidates: number,
): number {
  if (stop !== 'anytime') return floorOfDocuments(margin, brokenMargin, alpha);
  return anytimeFloor({ margin, brokenMargin, alpha }, Math.max(1, candidates));
}

function settle(documents: number | null): number | null {
  return documents === null ? null : Math.max(documents, LEAST_DOCUMENTS);
}
