/** The largest width up to `cap` whose prediction fits the budget, by bisection: the prediction grows with the width. */
export async function findWidth(
  predict: (width: number) => Promise<number>,
  budgetBytes: number,
  cap: number,
): Promise<{ width: number; predictedBytes: number }> {
  const widest = await predict(cap);
  if (widest <= budgetBytes) return { width: cap, predictedBytes: widest };
  let best = { width: 0, predictedBytes: await predict(1) };
  if (best.predictedBytes > budgetBytes) return best;
  best = { ...best, width: 1 };
  let tooWide = cap;
  while (tooWide - best.width > 1) {
    const width = Math.floor((best.width + tooWide) / 2);
    const predictedBytes = await predict(width);
    if (predictedBytes <= budgetBytes) best = { width, predictedBytes };
    else tooWide = width;
  }
  return best;
}
