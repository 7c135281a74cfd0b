import type { DecisionSpec } from '../spec/spec.ts';
import { compareAll } from './compare-all.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import type { ComparisonSummary, VariantSummary } from './run-summary.ts';

/** What a variant may cost and must reach; what is left out does not count. */
export interface Budget {
  /** Largest file. */
  bytes?: number;
  /** Longest time for one document, from the rate of the whole machine. */
  seconds?: number;
  /** Least field accuracy, a share. */
  accuracy?: number;
}

export interface RecommendationArm {
  summary: VariantSummary;
  measured: MeasuredVariant;
}

/** Whether a variant keeps the budget; `unclear` when the interval of its accuracy holds the least accuracy. */
export interface BudgetCheck {
  variant: string;
  fits: 'yes' | 'no' | 'unclear';
  reasons: string[];
}

export interface Recommendation {
  budget: Budget;
  /** `null` when nothing is shown to keep the budget. */
  choice: string | null;
  /** Why this one, as a sentence in points. */
  reason: string;
  /** The choice against the variant with the highest accuracy of all, in budget or not; `null` when it is that one. */
  cost: ComparisonSummary | null;
  /** Variants in budget that the evidence does not separate from the choice. */
  notSeparated: string[];
  checks: BudgetCheck[];
}

export interface RecommendationInput {
  arms: readonly RecommendationArm[];
  budget: Budget;
  decision: DecisionSpec;
  seed: number;
}

/**
 * Which variant to ship within a budget: among those that are shown to keep it, the smallest file that is shown to lose no
 * more than the margin against the most accurate of them; where none is shown, the most accurate itself. Differences are
 * paired by document; two that the paired test does not tell apart are named as not separated.
 */
export function recommend({ arms, budget, decision, seed }: RecommendationInput): Recommendation {
  const checks = arms.map((arm) => checkBudget(arm.summary, budget));
  const kept = arms.filter((_, i) => checks[i]?.fits === 'yes');
  const best = mostAccurate(kept);
  if (best === undefined) {
    const open = checks.filter(({ fits }) => fits === 'unclear').map(({ variant }) => variant);
    const reason =
      open.length === 0
        ? 'No variant keeps the budget.'
        : `No variant is shown to keep the budget; the documents are too few to tell for ${open.join(', ')}.`;
    return { budget, choice: null, reason, cost: null, notSeparated: [], checks };
  }
  const rivals = kept.filter((arm) => arm !== best);
  const against = (question: DecisionSpec['question'], others: readonly RecommendationArm[]): ComparisonSummary[] =>
    others
      .flatMap((arm) => {
        // Each rival is asked alone: no order was declared among them, and max-T keeps the family.
        const pairs = [{ baseline: best.measured, candidate: arm.measured }];
        return compareAll(pairs, { decision: { ...decision, metric: 'fieldAccuracy', question }, seed });
      })
      .map(({ summary }) => summary);
  const safe = new Set(
    against('non-inferiority', rivals)
      .filter(({ verdict }) => verdict === 'SAFE')
      .map(({ candidate }) => candidate),
  );
  const choice = [best, ...rivals.filter(({ summary }) => safe.has(summary.id))].reduce((a, b) =>
    b.summary.fileBytes < a.summary.fileBytes ? b : a,
  );
  const notSeparated = separable(choice, kept, { decision, seed });
  const top = mostAccurate(arms) ?? best;
  return {
    budget,
    choice: choice.summary.id,
    reason: reasonOf(choice, best, decision.margin),
    cost: top === choice ? null : costOf(top, choice, { decision, seed }),
    notSeparated,
    checks,
  };
}

type Rule = Pick<RecommendationInput, 'decision' | 'seed'>;

function checkBudget(variant: VariantSummary, { bytes, seconds, accuracy }: Budget): BudgetCheck {
  const no: string[] = [];
  const unclear: string[] = [];
  if (variant.documents === 0) no.push('not measured');
  if (bytes !== undefined && variant.fileBytes > bytes)
    no.push(`its file has ${megabytes(variant.fileBytes)}, more than ${megabytes(bytes)}`);
  const each = variant.documentsPerSecond > 0 ? 1 / variant.documentsPerSecond : Number.POSITIVE_INFINITY;
  if (seconds !== undefined && variant.recalled !== undefined && variant.documentsPerSecond === 0)
    unclear.push('its answers were recalled, so that its speed is not known');
  else if (seconds !== undefined && each > seconds) no.push(`it takes ${each.toPrecision(3)} s for a document`);
  const { low, high } = variant.fieldAccuracy;
  const range = `its field accuracy is between ${percent(low)} and ${percent(high)}`;
  if (accuracy !== undefined && high < accuracy) no.push(range);
  else if (accuracy !== undefined && low < accuracy) unclear.push(range);
  const reasons = [...no, ...unclear];
  return { variant: variant.id, fits: no.length > 0 ? 'no' : unclear.length > 0 ? 'unclear' : 'yes', reasons };
}

function mostAccurate(arms: readonly RecommendationArm[]): RecommendationArm | undefined {
  return arms
    .filter(({ summary }) => summary.documents > 0)
    .reduce<RecommendationArm | undefined>(
      (best, arm) =>
        best === undefined || arm.summary.fieldAccuracy.value > best.summary.fieldAccuracy.value ? arm : best,
      undefined,
    );
}

/** Those that the two-sided test, adjusted over all of them, does not tell from the choice. */
function separable(choice: RecommendationArm, kept: readonly RecommendationArm[], { decision, seed }: Rule): string[] {
  const others = kept.filter((arm) => arm !== choice);
  const pairs = others.map(({ measured }) => ({ baseline: choice.measured, candidate: measured }));
  const compared = compareAll(pairs, {
    decision: { ...decision, metric: 'fieldAccuracy', question: 'superiority' },
    seed,
  });
  return compared
    .filter(({ summary }) => summary.verdict !== 'BETTER' && summary.verdict !== 'WORSE')
    .map(({ summary }) => summary.candidate);
}

function costOf(top: RecommendationArm, choice: RecommendationArm, { decision, seed }: Rule): ComparisonSummary | null {
  const pairs = [{ baseline: top.measured, candidate: choice.measured }];
  const [compared] = compareAll(pairs, { decision: { ...decision, metric: 'fieldAccuracy' }, seed });
  return compared?.summary ?? null;
}

function reasonOf(choice: RecommendationArm, best: RecommendationArm, margin: number): string {
  const { id } = choice.summary;
  if (choice === best)
    return `${id} has the highest field accuracy within the budget, and no smaller one is shown safe.`;
  return `${id} is the smallest within the budget that is shown to lose no more than ${(100 * margin).toFixed(1)} points against ${best.summary.id}, the most accurate within it.`;
}

/** Of a million bytes, with so many digits that a file just above the budget is seen to be. */
function megabytes(bytes: number): string {
  return `${Number((bytes / 1e6).toPrecision(bytes < 1e9 ? 3 : 4))} MB`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
