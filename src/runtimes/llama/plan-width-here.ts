import { openEstimator } from './memory-estimate.ts';
import { asLoadError, openEngine, requireGgufFile } from './open-engine.ts';
import { readFreeMemory } from './free-memory.ts';
import type { WidthPlan, WidthQuestion } from './protocol.ts';

/** Makes a width plan inside the process that may load the engine. See `planWidth`. */
export async function planWidthHere(question: WidthQuestion): Promise<WidthPlan> {
  requireGgufFile(question.modelPath);
  const llama = await openEngine(question.gpu, 1);
  const freeBytes = question.freeBytes ?? (llama.gpu === false ? readFreeMemory() : (await llama.getVramState()).free);
  try {
    const estimator = await openEstimator(llama, question.modelPath);
    const predict = (width: number): Promise<number> => estimator.estimate({ ...question, width });
    return { ...(await findWidth(predict, freeBytes - question.reserveBytes, question.cap)), freeBytes };
  } catch (cause) {
    throw asLoadError(question.modelPath, cause);
  }
}

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
