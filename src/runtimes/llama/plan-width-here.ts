import { findWidth } from './find-width.ts';
import { readFreeMemory } from './free-memory.ts';
import { openEstimator } from './memory-estimate.ts';
import { asLoadError, openEngine, requireGgufFile } from './open-engine.ts';
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
