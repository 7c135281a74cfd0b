/** A document with the length of its prompt, in any one unit. */
export interface SizedDocument {
  id: string;
  size: number;
}

/**
 * Splits documents into cohorts of `width` that are decoded together: similar lengths side by side, so that little is
 * padded and sequences end together; the longest first, so that what needs most memory is tried first. Ties are
 * settled by id: the same documents give the same cohorts in any order.
 */
export function makeCohorts(documents: readonly SizedDocument[], width: number): string[][] {
  const sorted = [...documents].sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1));
  const cohorts: string[][] = [];
  for (let start = 0; start < sorted.length; start += width) {
    cohorts.push(sorted.slice(start, start + width).map(({ id }) => id));
  }
  return cohorts;
}
