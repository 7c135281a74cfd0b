/**
 * Fewest insertions, deletions and substitutions of UTF-16 units that turn one text into the other. With a `limit` the
 * search ends as soon as the distance must be larger, and the result is then only known to be larger than the limit.
 */
export function levenshtein(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (a === b) return 0;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > limit) return long.length - short.length;
  if (short.length > 0 && short.length <= 32) return bitParallel(short, long);
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

/** Where each UTF-16 unit stands in the short text, one bit per place; all zero between calls. */
const places = new Uint32Array(65_536);

/** Edit distance for a short text of 1 to 32 units, a column of the table in each step (Myers 1999; Hyyrö 2003). */
function bitParallel(short: string, long: string): number {
  for (let at = 0; at < short.length; at += 1) {
    const unit = short.charCodeAt(at);
    places[unit] = (places[unit] as number) | (1 << at);
  }
  const lastBit = 1 << (short.length - 1);
  let distance = short.length;
  let plus = -1;
  let minus = 0;
  for (let at = 0; at < long.length; at += 1) {
    const equal = places[long.charCodeAt(at)] as number;
    const vertical = equal | minus;
    const horizontal = ((((equal & plus) + plus) ^ plus) | equal) >>> 0;
    let plusStep = minus | ~(horizontal | plus);
    let minusStep = plus & horizontal;
    if ((plusStep & lastBit) !== 0) distance += 1;
    if ((minusStep & lastBit) !== 0) distance -= 1;
    plusStep = (plusStep << 1) | 1;
    minusStep <<= 1;
    plus = minusStep | ~(vertical | plusStep);
    minus = plusStep & vertical;
  }
  for (let at = 0; at < short.length; at += 1) places[short.charCodeAt(at)] = 0;
  return distance;
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
