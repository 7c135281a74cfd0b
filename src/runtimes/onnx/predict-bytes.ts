import type { WidthPlan, WidthQuestion } from '../worker/protocol.ts';
import { readFreeMemory } from '../llama/free-memory.ts';
import { loadOnnx } from '../../models/onnx/load-onnx.ts';
import { loadLabelMap } from './answer-document.ts';

/** Tokens of one pass over the network at most, padding included. */
export const BATCH_TOKENS = 4096;
/** Lengths are rounded up to a multiple of this. */
export const LENGTH_STEP = 64;
/** Resident bytes of ONNX Runtime, transformers.js and a tokenizer before any weight. */
const LIBRARY_BYTES = 120e6;
/** Bytes of the values between layers, for each token of a pass and each other token that it looks at, and for itself. */
const PAIR_BYTES = 64;
const TOKEN_BYTES = 32_000;

/** Memory of a loaded tagger at work, before it is loaded: weights twice (as read, and as arranged for the processor), and one pass. */
export function predictBytes(of: { fileBytes: number; contextTokens: number; windowTokens: number }): number {
  const window = Math.min(of.windowTokens, of.contextTokens);
  return Math.round(LIBRARY_BYTES + 2 * of.fileBytes + BATCH_TOKENS * (window * PAIR_BYTES + TOKEN_BYTES));
}

/** The width that memory allows: a pass holds a fixed number of tokens however many documents wait, so all of them or none. */
export async function planOnnxWidth(question: WidthQuestion): Promise<WidthPlan> {
  const { modelPath, contextTokens, reserveBytes, cap } = question;
  const { bytes } = loadOnnx(modelPath);
  const predictedBytes = predictBytes({
    fileBytes: bytes,
    contextTokens,
    windowTokens: loadLabelMap(modelPath).windowTokens,
  });
  const freeBytes = question.freeBytes ?? readFreeMemory();
  return { width: predictedBytes <= freeBytes - reserveBytes ? cap : 0, predictedBytes, freeBytes };
}
