/** Fewest insertions, deletions and substitutions of UTF-16 units that turn one text into the other. */
export function levenshtein(a: string, b: string): number {
  if (a === b) return 0;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let previous = Array.from({ length: short.length + 1 }, (_, index) => index);
  for (let i = 1; i <= long.length; i += 1) {
    const current = [i];
    const unit = long.charCodeAt(i - 1);
    for (let j = 1; j <= short.length; j += 1) {
      const substituted = (previous[j - 1] as number) + (unit === short.charCodeAt(j - 1) ? 0 : 1);
      current[j] = Math.min(substituted, (previous[j] as number) + 1, (current[j - 1] as number) + 1);
    }
    previous = current;
  }
  return previous[short.length] as number;
}

/** Similarities below this count as none (the threshold of ANLS; Biten et al., "Scene text visual question answering", 2019). */
const THRESHOLD = 0.5;

/** 1 - distance / length of the longer text, and 0 where that is below 0.5. Two empty texts are alike. */
export function textSimilarity(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  if (length === 0 || a === b) return 1;
  const similarity = 1 - levenshtein(a, b) / length;
  return similarity < THRESHOLD ? 0 : similarity;
}
