import { munkres } from 'munkres';

/**
 * The assignment of rows to columns with the largest sum of similarities, each row and column used at most once
 * (Hungarian algorithm). Pairs come in the order of the rows; as many as the shorter side has.
 */
export function assign(similarity: readonly (readonly number[])[]): [row: number, column: number][] {
  if (similarity.length === 0 || similarity[0]?.length === 0) return [];
  const cost = similarity.map((row) => row.map((value) => -value));
  return munkres(cost).sort(([a], [b]) => a - b);
}
