import { Bet } from './betting.ts';
import { requireInside, requireInteger } from './require-input.ts';
import { LEAST_DOCUMENTS } from './planning.ts';
import type { Verdict } from './verdict.ts';

export interface RaceOptions {
  /** Ids of the candidates that race against one baseline. */
  candidates: readonly string[];
  margin: number;
  brokenMargin: number;
  alpha: number;
  /** Documents before the first look; 30 unless told. */
  firstLook?: number;
}

/** What one document says about one candidate. */
export interface RaceStep {
  /** Candidate minus baseline, in [-1, 1]. */
  difference: number;
  /** Whether the candidate breaks this document and the baseline does not. */
  broke: boolean;
}

export interface RaceDecision {
  verdict: Verdict | null;
  reason: string;
  /** Documents seen until the decision, or so far. */
  documents: number;
  /** Largest evidence so far that the loss, and the share of broken documents, is inside its margin. */
  evidenceSafe: number;
  evidenceUnbroken: number;
  /** Largest evidence so far of harm: the mean of the two bets on a loss and on breaking. */
  evidenceWorse: number;
  /** What evidence has to reach: candidates / alpha. */
  threshold: number;
}

interface Lane {
  safe: Bet;
  unbroken: Bet;
  worse: Bet;
  breaking: Bet;
  mostWorse: number;
  decision: RaceDecision;
}

/**
 * Stops a comparison as soon as it is settled: for every candidate two bets for SAFE (both gates must reach the
 * threshold) and the mean of two bets for WORSE. With k candidates the threshold is k / alpha, so that the chance of any
 * false claim in the family stays below alpha at every look. A decided candidate takes no more documents.
 * Documents must come in an order drawn before the results, e.g. shuffled by the seed.
 */
export class Race {
  private readonly lanes = new Map<string, Lane>();
  private readonly firstLook: number;

  constructor({ candidates, margin, brokenMargin, alpha, firstLook = LEAST_DOCUMENTS }: RaceOptions) {
    requireInside(alpha, 'alpha', 0, 0.5);
    requireInteger(candidates.length, 'candidates', 1);
    requireInteger(firstLook, 'firstLook', 1);
    this.firstLook = firstLook;
    for (const candidate of candidates) {
      this.lanes.set(candidate, {
        safe: Bet.onSafe({ margin }),
        unbroken: Bet.onSafe({ margin: brokenMargin }),
        worse: Bet.onWorse({ margin }),
        breaking: Bet.onWorse({ margin: brokenMargin }),
        mostWorse: 1,
        decision: undecided(candidates.length / alpha),
      });
    }
  }

  /** Candidates that still need documents. */
  get open(): string[] {
    return [...this.lanes].filter(([, lane]) => lane.decision.verdict === null).map(([candidate]) => candidate);
  }

  decisionOf(candidate: string): RaceDecision {
    return this.laneOf(candidate).decision;
  }

  /** One more document of one candidate; ignored once it is decided. */
  observe(candidate: string, { difference, broke }: RaceStep): RaceDecision {
    const lane = this.laneOf(candidate);
    if (lane.decision.verdict !== null) return lane.decision;
    lane.safe.observe(difference);
    lane.worse.observe(difference);
    lane.unbroken.observe(broke ? -1 : 0);
    lane.breaking.observe(broke ? -1 : 0);
    lane.mostWorse = Math.max(lane.mostWorse, (lane.worse.evidence + lane.breaking.evidence) / 2);
    lane.decision = look(lane, this.firstLook);
    return lane.decision;
  }

  private laneOf(candidate: string): Lane {
    const lane = this.lanes.get(candidate);
    if (lane === undefined) throw new RangeError(`Race has no candidate ${candidate}.`);
    return lane;
  }
}

function undecided(threshold: number): RaceDecision {
  const evidence = { evidenceSafe: 1, evidenceUnbroken: 1, evidenceWorse: 1 };
  return { verdict: null, reason: 'no document yet', documents: 0, ...evidence, threshold };
}

function look(lane: Lane, firstLook: number): RaceDecision {
  const { threshold } = lane.decision;
  const documents = lane.safe.documents;
  const measured = {
    documents,
    evidenceSafe: lane.safe.highest,
    evidenceUnbroken: lane.unbroken.highest,
    evidenceWorse: lane.mostWorse,
    threshold,
  };
  if (documents < firstLook) return { verdict: null, reason: `first look after ${firstLook} documents`, ...measured };
  const said = (evidence: number): string =>
    `evidence ${evidence.toPrecision(3)} of ${threshold.toPrecision(3)} needed`;
  if (measured.evidenceWorse >= threshold)
    return { verdict: 'WORSE', reason: said(measured.evidenceWorse), ...measured };
  const weaker = Math.min(measured.evidenceSafe, measured.evidenceUnbroken);
  return { verdict: weaker >= threshold ? 'SAFE' : null, reason: said(weaker), ...measured };
}
