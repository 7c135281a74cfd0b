/** Height of a line of text, pixels. */
const LINE_PX = 13;

/**
 * Heights for names at the ends of lines, so that none covers another and all stay inside the drawing: as near to their own
 * points as that allows. `values` and the result are in units of the axis, `heightPx` is the height that `domain` takes.
 */
export function endLabels(
  values: readonly number[],
  domain: readonly [low: number, high: number],
  heightPx: number,
): number[] {
  const [low, high] = domain;
  const apart = Math.min(((high - low) * LINE_PX) / heightPx, (high - low) / Math.max(1, values.length - 1));
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value || a.index - b.index);
  const placed = order.map(({ value }) => value);
  for (let i = 1; i < placed.length; i += 1) placed[i] = Math.min(placed[i] ?? low, (placed[i - 1] ?? high) - apart);
  // What was pushed out at the bottom pushes back from there.
  let least = low;
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    placed[i] = Math.max(placed[i] ?? low, least);
    least = (placed[i] ?? low) + apart;
  }
  const result = values.map(() => low);
  for (const [place, { index }] of order.entries()) result[index] = placed[place] ?? low;
  return result;
}
