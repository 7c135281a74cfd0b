import type { FieldScore } from '../scoring/outcome.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import type { ComparisonSummary, Flip } from './run-summary.ts';

const isRight = ({ outcome }: FieldScore): boolean => outcome === 'TP' || outcome === 'TN';

/** Fields whose correctness changed, or whose wrong answer changed, in the first epoch; both hold the same documents. */
export function collectFlips(baseline: MeasuredVariant, candidate: MeasuredVariant): Flip[] {
  const flips: Flip[] = [];
  for (const [i, document] of candidate.documents.entries()) {
    const before = baseline.documents[i]?.scores[0]?.fields ?? [];
    const byField = new Map(before.map((field) => [field.field, field]));
    for (const after of document.scores[0]?.fields ?? []) {
      const old = byField.get(after.field);
      if (old === undefined) continue;
      const kind = kindOf(old, after);
      if (kind === null) continue;
      flips.push({
        document: document.id,
        field: after.field,
        kind,
        printed: after.printed ?? null,
        truth: after.truth,
        baseline: old.raw,
        candidate: after.raw,
      });
    }
  }
  return flips;
}

export function countFlips(flips: readonly Flip[]): ComparisonSummary['flips'] {
  const count = (kind: Flip['kind']): number => flips.filter((flip) => flip.kind === kind).length;
  return { lost: count('lost'), gained: count('gained'), changedStillWrong: count('changedStillWrong') };
}

function kindOf(old: FieldScore, now: FieldScore): Flip['kind'] | null {
  if (isRight(old) && !isRight(now)) return 'lost';
  if (!isRight(old) && isRight(now)) return 'gained';
  return !isRight(old) && old.raw !== now.raw ? 'changedStillWrong' : null;
}
