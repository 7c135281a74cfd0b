import type { ComparisonSummary, RunSummary, VariantSummary } from '../compare/run-summary.ts';
import { bytesText, counted, listed, percentText, pointsText, threeDigits } from './number-text.ts';
import { type Tone, verdictWords } from './verdict-words.ts';

/** One figure of the answer, for the eye: a value, what it is, and what it was taken from. */
export interface AnswerFact {
  value: string;
  label: string;
  note: string;
}

/** What the run says about one baseline: what may be shipped in its place. */
export interface Answer {
  tone: Tone;
  baseline: string;
  /** The variant to ship; `null` where the evidence names none. */
  choice: string | null;
  /** One sentence, e.g. `Q4_K_M is safe to ship.` */
  headline: string;
  /** What stands beside the choice, as sentences; may be empty. */
  detail: string;
  facts: AnswerFact[];
}

interface Arm {
  variant: VariantSummary;
  comparison: ComparisonSummary;
}

/**
 * The answers of a run, one for each baseline in declared order: the smallest SAFE variant by file size, else the variants
 * shown BETTER, else why there is none. Variants that the evidence does not separate are never ranked.
 */
export function makeAnswers(summary: RunSummary): Answer[] {
  const baselines = [...new Set(summary.comparisons.map((comparison) => comparison.baseline))];
  return baselines.map((id) => answerFor(summary, id));
}

function answerFor(summary: RunSummary, id: string): Answer {
  const baseline = summary.variants.find((variant) => variant.id === id);
  const arms = summary.comparisons.flatMap((comparison): Arm[] => {
    const variant = summary.variants.find((candidate) => candidate.id === comparison.candidate);
    return comparison.baseline === id && variant !== undefined ? [{ variant, comparison }] : [];
  });
  const safe = arms.filter((arm) => arm.comparison.verdict === 'SAFE');
  const smallest = safe.reduce<Arm | undefined>(
    (best, arm) => (best === undefined || arm.variant.fileBytes < best.variant.fileBytes ? arm : best),
    undefined,
  );
  if (smallest !== undefined && baseline !== undefined)
    return safeAnswer(summary, { baseline, choice: smallest, arms });
  const better = arms.filter((arm) => arm.comparison.verdict === 'BETTER');
  if (better.length > 0) return betterAnswer(id, better);
  return openAnswer(id, arms, summary.decision?.question === 'superiority' ? 'better' : 'safe');
}

function safeAnswer(
  summary: RunSummary,
  { baseline, choice, arms }: { baseline: VariantSummary; choice: Arm; arms: Arm[] },
): Answer {
  const below = arms.filter((arm) => arm.variant.fileBytes < choice.variant.fileBytes);
  const rest = below.map((arm) => `${arm.variant.id} (${verdictWords(arm.comparison.verdict)})`);
  return {
    tone: 'good',
    baseline: baseline.id,
    choice: choice.variant.id,
    headline: `${choice.variant.id} is safe to ship.`,
    detail: rest.length > 0 ? `Smaller, but not shown safe: ${listed(rest)}.` : '',
    facts: [
      sizeFact(baseline, choice.variant),
      speedFact(baseline, choice.variant),
      lossFact(choice.comparison, summary.decision?.alpha),
    ],
  };
}

function betterAnswer(baseline: string, better: Arm[]): Answer {
  const ids = better.map((arm) => arm.variant.id);
  const only = better.length === 1 ? better[0] : undefined;
  return {
    tone: 'good',
    baseline,
    choice: only?.variant.id ?? null,
    headline: `${listed(ids)} ${only === undefined ? 'are' : 'is'} better than ${baseline}.`,
    detail: only === undefined ? 'This run does not rank them among themselves.' : '',
    facts: only === undefined ? [] : [gainFact(only.comparison)],
  };
}

/** `claim`: what was asked of the candidates. */
function openAnswer(baseline: string, arms: Arm[], claim: 'safe' | 'better'): Answer {
  const verdicts = new Set(arms.map((arm) => arm.comparison.verdict));
  const groups = [...verdicts].map((verdict) => {
    const ids = arms.filter((arm) => arm.comparison.verdict === verdict).map((arm) => arm.variant.id);
    return `${listed(ids)}: ${verdictWords(verdict)}.`;
  });
  // One group alone would only repeat the headline.
  const base = { baseline, choice: null, facts: [], detail: groups.length > 1 ? groups.join(' ') : '' };
  if (verdicts.size === 1 && verdicts.has('WORSE')) {
    return {
      ...base,
      tone: 'bad',
      headline: `Keep ${baseline}: ${arms.length === 1 ? 'the candidate is' : 'every candidate is'} worse.`,
    };
  }
  if (verdicts.has('CANNOT_TELL'))
    return { ...base, tone: 'open', headline: `Keep ${baseline}: nothing else is shown ${claim} yet.` };
  if (verdicts.has('TOO_FEW'))
    return { ...base, tone: 'open', headline: `Keep ${baseline}: too few documents to call anything ${claim}.` };
  if (verdicts.has('INCOMPARABLE'))
    return { ...base, tone: 'open', headline: 'No answer: the variants are not comparable.' };
  return { ...base, tone: 'open', headline: 'No answer: not everything was measured.' };
}

function sizeFact(baseline: VariantSummary, choice: VariantSummary): AnswerFact {
  const change = choice.fileBytes / baseline.fileBytes - 1;
  const note = `${bytesText(baseline.fileBytes)} → ${bytesText(choice.fileBytes)}`;
  if (!Number.isFinite(change)) return { value: bytesText(choice.fileBytes), label: 'file', note: '' };
  const percent = Math.round(Math.abs(change) * 100);
  if (percent === 0) return { value: 'same size', label: 'file', note };
  return { value: `${percent}%`, label: change < 0 ? 'smaller' : 'larger', note };
}

function speedFact(baseline: VariantSummary, choice: VariantSummary): AnswerFact {
  const ratio = choice.documentsPerSecond / baseline.documentsPerSecond;
  const note = `${threeDigits(baseline.documentsPerSecond)} → ${threeDigits(choice.documentsPerSecond)} documents/s`;
  if (!Number.isFinite(ratio)) return { value: threeDigits(choice.documentsPerSecond), label: 'documents/s', note: '' };
  const times = ratio.toFixed(ratio >= 9.95 ? 0 : 1);
  return { value: `${times}×`, label: times === '1.0' ? 'the speed, about the same' : 'the speed', note };
}

function lossFact(comparison: ComparisonSummary, alpha: number | undefined): AnswerFact {
  const { lowerBound, difference, n } = comparison;
  const level = alpha === undefined ? '' : ` ${Math.round((1 - alpha) * 1000) / 10}%`;
  const note = `one-sided${level} bound, ${counted(n, 'document')}; seen ${pointsText(difference.value)}`;
  if (!Number.isFinite(lowerBound))
    return { value: pointsText(difference.value), label: 'points seen', note: counted(n, 'document') };
  if (lowerBound >= 0) return { value: `≥ ${percentText(lowerBound)}`, label: 'points gained', note };
  return { value: `≤ ${percentText(-lowerBound)}`, label: 'points lost', note };
}

function gainFact({ difference, n }: ComparisonSummary): AnswerFact {
  return {
    value: pointsText(difference.value),
    label: 'points',
    note: `${Math.round(difference.level * 100)}% interval ${pointsText(difference.low)} to ${pointsText(difference.high)}, ${counted(n, 'document')}`,
  };
}
