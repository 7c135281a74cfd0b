import { findWidth } from './find-width.ts';
import { readFreeMemory, readProcessRoom } from './free-memory.ts';
import { type Estimator, openEstimator } from './memory-estimate.ts';
import { asLoadError, openEngine, requireGgufFile } from './open-engine.ts';
import type { WidthPlan, WidthQuestion } from '../worker/protocol.ts';

/** What a worker takes of its own limits beside the model: the heap of its JavaScript and the stacks of its threads. */
const WORKER_BYTES = 128 * 1024 ** 2;

/** Makes a width plan inside the process that may load the engine. See `planWidth`. */
export async function planWidthHere(question: WidthQuestion): Promise<WidthPlan> {
  requireGgufFile(question.modelPath);
  const llama = await openEngine(question.gpu, 1);
  const onCpu = llama.gpu === false;
  const free = question.freeBytes ?? (onCpu ? readFreeMemory() : (await llama.getVramState()).free);
  // The reserve is for other processes, which a limit of this one does not concern.
  const room = onCpu ? Math.max(0, readProcessRoom() - WORKER_BYTES) : Number.POSITIVE_INFINITY;
  const budget = Math.min(free - question.reserveBytes, room);
  const freeBytes = Math.min(free, room);
  const widest = (estimator: Estimator): ReturnType<typeof findWidth> =>
    findWidth((width) => estimator.estimate({ ...question, width }), budget, question.cap);
  try {
    const whole = await openEstimator(llama, question.modelPath);
    const found = await widest(whole);
    if (found.width > 0 || onCpu) return { ...found, freeBytes };
    const part = await findLayers(whole.totalLayers, (layers) => openEstimator(llama, question.modelPath, layers), {
      fits: async (estimator) => (await estimator.estimate({ ...question, width: 1 })) <= budget,
    });
    if (part === null) return { ...found, freeBytes };
    const { gpuLayers, totalLayers } = part;
    return { ...(await widest(part)), freeBytes, gpuLayers, totalLayers };
  } catch (cause) {
    throw asLoadError(question.modelPath, cause);
  }
}

/** The most layers on the GPU with which one sequence fits, by bisection; `null` when none does. Never run on a GPU yet. */
export async function findLayers<Plan>(
  totalLayers: number,
  open: (layers: number) => Promise<Plan>,
  { fits }: { fits: (plan: Plan) => Promise<boolean> },
): Promise<Plan | null> {
  let best: Plan | null = null;
  let [low, high] = [1, totalLayers - 1];
  while (low <= high) {
    const layers = Math.floor((low + high) / 2);
    const plan = await open(layers);
    if (await fits(plan)) {
      best = plan;
      low = layers + 1;
    } else high = layers - 1;
  }
  return best;
}
