/**
 * The candidate that a misspelt word most likely meant, or `undefined` when none is close: case is ignored, a swap of
 * neighbours counts as one edit, and about two letters in five may differ, and a begun word counts
 * as near. The first of equally close ones wins.
 */
export function nearestOf(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let nearest: string | undefined;
  let least = Math.max(1, Math.round(wanted.length * 0.4)) + 0.5;
  for (const candidate of candidates) {
    const offered = candidate.toLowerCase();
    // A half-typed word is closer than its edit distance says.
    const begun =
      wanted.length >= 3 && offered.length >= 3 && (offered.startsWith(wanted) || wanted.startsWith(offered));
    const distance = Math.min(editDistance(wanted, offered), begun ? 0.75 : Number.POSITIVE_INFINITY);
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

/** Edits that turn one word into the other: insert, delete, replace, or swap of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** A hint that names the nearest match: ``did you mean `Q4_K_M`?``, or the given advice when nothing is near. */
export function hintNearest(word: string, candidates: readonly string[], otherwise: string): string {
  const nearest = nearestOf(word, candidates);
  return nearest === undefined ? otherwise : `did you mean \`${nearest}\`?`;
}
