import type { ComparisonSummary, RunSummary } from '../compare/run-summary.ts';
import type { Verdict } from '../statistics/verdict.ts';

export type Tone = 'good' | 'bad' | 'open';

const WORDS: Record<Verdict, string> = {
  SAFE: 'safe',
  BETTER: 'better',
  WORSE: 'worse',
  CANNOT_TELL: 'cannot tell',
  TOO_FEW: 'too few',
  NOT_MEASURED: 'not measured',
  INCOMPARABLE: 'incomparable',
};

/** The verdict in lower-case words. */
export function verdictWords(verdict: Verdict): string {
  return WORDS[verdict];
}

/** Good is an answer that lets one ship, bad one that forbids it, open none. */
export function verdictTone(verdict: Verdict): Tone {
  if (verdict === 'SAFE' || verdict === 'BETTER') return 'good';
  return verdict === 'WORSE' ? 'bad' : 'open';
}

/** A verdict's sentence cut after its head: `SAFE at 2.0 pt` and the rest; the plain words where the sentence has no head. */
export function splitSentence(comparison: ComparisonSummary): { head: string; rest: string } {
  const { sentence, verdict } = comparison;
  const words = WORDS[verdict].toUpperCase();
  const end = sentence.indexOf(':');
  const startsWithVerdict = sentence.toUpperCase().startsWith(words);
  if (!startsWithVerdict || end < 0 || end > 40) return { head: words, rest: sentence };
  return { head: sentence.slice(0, end), rest: sentence.slice(end + 1).trim() };
}

/** Whether the run asks what is lost (against a margin) rather than what is gained. */
export function asksForLoss({ decision, comparisons }: RunSummary): boolean {
  if (decision !== undefined) return decision.question === 'non-inferiority';
  return !comparisons.some((comparison) => comparison.verdict === 'BETTER');
}
