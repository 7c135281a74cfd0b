import type { DecisionSpec } from '../spec/spec.ts';
import { Race, type RaceDecision } from '../statistics/race.ts';
import { type MeasuredDocument, metricOf, type MetricValues } from './measured-variant.ts';

/** What a race must know of a document under one variant. */
export type RacedDocument = MetricValues & Pick<MeasuredDocument, 'broken'>;

export interface RacePairOptions {
  /** Documents in the order in which they are looked at, drawn before anything was measured. */
  order: readonly string[];
  decision: Pick<DecisionSpec, 'margin' | 'brokenMargin' | 'alpha' | 'metric'>;
  /** Comparisons of the experiment: alpha is shared among them. */
  candidates: number;
}

/** Whether the candidate breaks a document that the baseline does not: invalid output, or half of its fields lost. */
export function breaksDocument(before: RacedDocument, after: RacedDocument): boolean {
  return !before.broken && (after.broken || after.fieldAccuracy - before.fieldAccuracy <= -0.5);
}

/**
 * The race of one candidate against its baseline. Documents count strictly in their order: one that came in early waits
 * for those before it, so that the decision does not depend on which worker was faster.
 */
export class RacePair {
  private readonly race: Race;
  private readonly options: RacePairOptions;
  private next = 0;

  constructor(options: RacePairOptions) {
    const { margin, brokenMargin, alpha } = options.decision;
    this.options = options;
    // One race per pair at its share of alpha has the same threshold as one race of them all.
    this.race = new Race({ candidates: [''], margin, brokenMargin, alpha: alpha / options.candidates });
  }

  get decision(): RaceDecision {
    return this.race.decisionOf('');
  }

  /** The documents that the decision rests on, in their order. */
  get documents(): readonly string[] {
    return this.options.order.slice(0, this.next);
  }

  /** Looks at every further document that both variants have, up to the first gap or the decision. */
  advance(baseline: ReadonlyMap<string, RacedDocument>, candidate: ReadonlyMap<string, RacedDocument>): RaceDecision {
    const { order, decision } = this.options;
    while (this.decision.verdict === null && this.next < order.length) {
      const id = order[this.next] ?? '';
      const [before, after] = [baseline.get(id), candidate.get(id)];
      if (before === undefined || after === undefined) break;
      this.race.observe('', {
        difference: metricOf(after, decision.metric) - metricOf(before, decision.metric),
        broke: breaksDocument(before, after),
      });
      this.next += 1;
    }
    return this.decision;
  }
}
