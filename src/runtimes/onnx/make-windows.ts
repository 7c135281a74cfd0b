/** A stretch of a document that the network sees at once; `end` is behind its last token. */
export interface Window {
  start: number;
  end: number;
}

/**
 * Windows of at most `size` tokens over a document of `tokens`, evenly spread, neighbours sharing `overlap` tokens or more; one window
 * when everything fits.
 */
export function makeWindows(tokens: number, { size, overlap }: { size: number; overlap: number }): Window[] {
  if (tokens <= size) return [{ start: 0, end: tokens }];
  const count = Math.ceil((tokens - overlap) / (size - overlap));
  return Array.from({ length: count }, (_, index) => {
    const start = Math.round(((tokens - size) * index) / (count - 1));
    return { start, end: start + size };
  });
}

/** Which window decides about a token: the one in which it stands farthest from a cut. The ends of the document are no cuts. */
export function chooseWindow(windows: readonly Window[], token: number, tokens: number): number {
  let [best, farthest] = [0, -1];
  for (const [index, { start, end }] of windows.entries()) {
    if (token < start || token >= end) continue;
    const left = start === 0 ? Number.POSITIVE_INFINITY : token - start;
    const right = end === tokens ? Number.POSITIVE_INFINITY : end - 1 - token;
    const distance = Math.min(left, right);
    if (distance > farthest) [best, farthest] = [index, distance];
  }
  return best;
}
