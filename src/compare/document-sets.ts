/** Documents that only one of two arms holds, ids in ascending order. */
export interface DocumentSets {
  onlyBaseline: string[];
  onlyCandidate: string[];
}

const NAMED = 3;

/** What two lists of ids do not share; `null` when they hold the same documents. */
export function documentSetsApart(baseline: readonly string[], candidate: readonly string[]): DocumentSets | null {
  const alone = (own: readonly string[], other: ReadonlySet<string>): string[] =>
    [...new Set(own)].filter((id) => !other.has(id)).sort();
  const onlyBaseline = alone(baseline, new Set(candidate));
  const onlyCandidate = alone(candidate, new Set(baseline));
  return onlyBaseline.length + onlyCandidate.length === 0 ? null : { onlyBaseline, onlyCandidate };
}

/** `d3, d5, d6 and 34 more`. */
function nameDocuments(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED).join(', ');
  return ids.length > NAMED ? `${named} and ${ids.length - NAMED} more` : named;
}

/** `2 only under A (d3, d5), none only under B`: both arms in one sentence. */
export function describeSets(
  { onlyBaseline, onlyCandidate }: DocumentSets,
  baseline: string,
  candidate: string,
): string {
  const side = (ids: readonly string[], arm: string): string =>
    ids.length === 0 ? `none only under ${arm}` : `${ids.length} only under ${arm} (${nameDocuments(ids)})`;
  return `${side(onlyBaseline, baseline)}, ${side(onlyCandidate, candidate)}`;
}
