import type { Flip } from '../compare/run-summary.ts';
import { HEADER_FIELDS, LINE_FIELDS } from '../invoices/fields.ts';
import type { ReportFlips } from './report-model.ts';

export const FLIP_KINDS = ['lost', 'gained', 'changedStillWrong'] as const satisfies readonly Flip['kind'][];

/** The kinds in words. */
export const FLIP_WORDS: Record<Flip['kind'], string> = {
  lost: 'lost',
  gained: 'gained',
  changedStillWrong: 'still wrong',
};

const FIELD_TYPES: Readonly<Record<string, string>> = { ...LINE_FIELDS, ...HEADER_FIELDS };

/** Money and payment ids first: a wrong amount costs more than a wrong name. */
const TYPE_ORDER = ['money', 'id', 'date', 'quantity', 'code', 'text'];

/** A lost field weighs four times a gained or a changed one when places are shared out. */
const KIND_WEIGHT: Record<Flip['kind'], number> = { lost: 4, gained: 1, changedStillWrong: 1 };

/**
 * At most `limit` flips over all comparisons, most important first: places are shared evenly between comparisons, lost
 * fields get the most of them, and within a kind money comes before ids, dates and names. `total` stays the true total.
 */
export function importantFlips(groups: readonly ReportFlips[], limit: number): ReportFlips[] {
  const places = shareOut(
    limit,
    groups.map((group) => ({ demand: group.flips.length, weight: 1 })),
  );
  return groups.map((group, index) => {
    const byKind = FLIP_KINDS.map((kind) => group.flips.filter((flip) => flip.kind === kind).sort(byImportance));
    const shares = shareOut(
      places[index] ?? 0,
      byKind.map((flips, kind) => ({ demand: flips.length, weight: KIND_WEIGHT[FLIP_KINDS[kind] ?? 'lost'] })),
    );
    return { ...group, flips: byKind.flatMap((flips, kind) => flips.slice(0, shares[kind])) };
  });
}

/** Whole places in proportion to the weights; what one does not need goes to the others, earlier ones first. */
function shareOut(places: number, claims: { demand: number; weight: number }[]): number[] {
  const given = claims.map(() => 0);
  for (let left = places; left > 0; left -= 1) {
    let next = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, { demand, weight }] of claims.entries()) {
      const fill = ((given[index] ?? 0) + 1) / weight;
      if ((given[index] ?? 0) < demand && fill < least) {
        next = index;
        least = fill;
      }
    }
    if (next < 0) break;
    given[next] = (given[next] ?? 0) + 1;
  }
  return given;
}

function byImportance(a: Flip, b: Flip): number {
  return rankOf(a.field) - rankOf(b.field) || compareText(a.document, b.document) || compareText(a.field, b.field);
}

function rankOf(field: string): number {
  // A line cell is named with its path; its last part is the field.
  const type = FIELD_TYPES[field.split('.').at(-1) ?? ''];
  const rank = TYPE_ORDER.indexOf(type ?? '');
  return rank < 0 ? TYPE_ORDER.length : rank;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
