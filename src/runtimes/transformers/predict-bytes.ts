import { statSync } from 'node:fs';
import { loadPictureConfig, type PictureModel, pictureModelOf } from '../../models/pictures/picture-model.ts';
import { readFreeMemory } from '../llama/free-memory.ts';
import type { WidthPlan, WidthQuestion } from '../worker/protocol.ts';

/** Resident bytes of transformers.js, ONNX Runtime and sharp before any weight. */
const LIBRARY_BYTES = 120e6;
/** Bytes of the values between layers, for each pixel that the encoder sees: some tens of channels in floats. */
const PIXEL_BYTES = 400;
/** What a picture is drawn to where its model does not say: the page of Donut. */
const USUAL_PIXELS = 1280 * 960;

/** Memory of a loaded model at work, before it is loaded: weights twice (as read, and as arranged for the processor), and one page. */
export function predictPictureBytes(model: PictureModel): number {
  const weights = [model.encoder, model.decoder].reduce((sum, path) => sum + statSync(path).size, 0);
  return Math.round(LIBRARY_BYTES + 2 * weights + PIXEL_BYTES * countPixels(model));
}

/** One page at a time, or none: what a page says then depends on nothing but the page. */
export async function planPictureWidth({
  modelPath,
  reserveBytes,
  freeBytes: told,
}: WidthQuestion): Promise<WidthPlan> {
  const predictedBytes = predictPictureBytes(pictureModelOf(modelPath));
  const freeBytes = told ?? readFreeMemory();
  return { width: predictedBytes <= freeBytes - reserveBytes ? 1 : 0, predictedBytes, freeBytes };
}

function countPixels(model: PictureModel): number {
  const { size } = loadPictureConfig(model, 'preprocessor_config.json');
  const sides = Array.isArray(size) ? size : Object.values((size ?? {}) as Record<string, unknown>);
  const [first, second = first] = sides.filter((side): side is number => typeof side === 'number');
  return first === undefined || second === undefined ? USUAL_PIXELS : first * second;
}
