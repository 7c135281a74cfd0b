import type { FieldScore } from '../scoring/outcome.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import type { ComparisonSummary, Flip } from './run-summary.ts';

const isRight = ({ outcome }: FieldScore): boolean => outcome === 'TP' || outcome === 'TN';

/** Fields of one baseline by document, which are held as long as candidates are compared with it. */
export class BaselineFields {
  private variant: MeasuredVariant | undefined;
  private readonly known = new Map<number, readonly FieldScore[]>();

  of(variant: MeasuredVariant, place: number): readonly FieldScore[] {
    if (this.variant !== variant) this.known.clear();
    this.variant = variant;
    const fields = this.known.get(place) ?? variant.documents[place]?.scores[0]?.fields ?? [];
    if (place < MOST_HELD) this.known.set(place, fields);
    return fields;
  }
}

/** Documents whose fields are held; more are unpacked for every candidate. */
const MOST_HELD = 2000;

/** Fields whose correctness changed, or whose wrong answer changed, in the first epoch; both hold the same documents. */
export function collectFlips(
  baseline: MeasuredVariant,
  candidate: MeasuredVariant,
  held: BaselineFields = new BaselineFields(),
): Flip[] {
  const flips: Flip[] = [];
  for (const [i, document] of candidate.documents.entries()) {
    const before = held.of(baseline, i);
    for (const [place, after] of (document.scores[0]?.fields ?? []).entries()) {
      // Both were asked for the same fields in the same order, but for other tasks and other runs.
      const beside = before[place];
      const old = beside?.field === after.field ? beside : before.find(({ field }) => field === after.field);
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
