/**
 * Fewest insertions, deletions and substitutions of UTF-16 units that turn one text into the other. With a `limit` the
 * search ends as soon as the distance must be larger, and the result is then only known to be larger than the limit.
 */
export function levenshtein(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (a === b) return 0;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > limit) return long.length - short.length;
  const row = Uint32Array.from({ length: short.length + 1 }, (_, index) => index);
  for (let i = 1; i <= long.length; i += 1) {
    const unit = long.charCodeAt(i - 1);
    let diagonal = i - 1;
    let left = i;
    let smallest = i;
    row[0] = i;
    for (let j = 1; j <= short.length; j += 1) {
      const above = row[j] as number;
      const substituted = diagonal + (unit === short.charCodeAt(j - 1) ? 0 : 1);
      left = Math.min(substituted, above + 1, left + 1);
      row[j] = left;
      diagonal = above;
      if (left < smallest) smallest = left;
    }
    if (smallest > limit) return smallest;
  }
  return row[short.length] as number;
}

/** Similarities below this count as none (the threshold of ANLS; Biten et al., "Scene text visual question answering", 2019). */
const THRESHOLD = 0.5;

/** 1 - distance / length of the longer text, and 0 where that is below 0.5. Two empty texts are alike. */
export function textSimilarity(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  if (length === 0 || a === b) return 1;
  const similarity = 1 - levenshtein(a, b, length * THRESHOLD) / length;
  return similarity < THRESHOLD ? 0 : similarity;
}
