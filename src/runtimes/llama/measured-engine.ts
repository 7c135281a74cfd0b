import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import type { BenchShape, BenchTimes, ForcedAnswer } from '../runtime.ts';
import { type NativeContext, type NativeSampler, openInternals, type SampleResult } from './engine-internals.ts';

/** The same call as in decoding, asked for the logits of the whole vocabulary. */
interface WholeVocabulary {
  sampleToken(
    logit: number,
    sampler: NativeSampler,
    probabilities: false,
    confidence: false,
    logits: true,
    totalLogitWeight: true,
  ): Promise<SampleResult>;
}

/** A loaded model and what must be known of its context. */
export interface MeasuredInput {
  model: LlamaModel;
  context: LlamaContext;
  width: number;
  contextTokens: number;
}

/** Readings of a loaded engine that no run needs: whole distributions, and bare speed. */
export interface MeasuredEngine {
  /** The model's distribution before every token of a given answer; `null` where prompt and answer do not fit. */
  force(prompt: readonly number[], answer: string): Promise<ForcedAnswer | null>;
  /** The same for an answer in tokens. */
  forceTokens(prompt: readonly number[], tokens: readonly number[]): Promise<ForcedAnswer | null>;
  /** Times of made-up prompts and answers at the full width; nothing is read from the answers. */
  bench(shape: BenchShape, onProgress: () => void): Promise<BenchTimes>;
}

/** Opens the readings of a context that nobody else is using at that time. */
export function makeMeasuredEngine({ model, context, width, contextTokens }: MeasuredInput): MeasuredEngine {
  const engine = openInternals(model, context);
  const { context: native } = engine;
  const whole: unknown = native;
  const sampler = engine.makeGreedySampler();
  const { batchSize: batchTokens } = context;

  return {
    force(prompt, answer) {
      return this.forceTokens(prompt, model.tokenize(answer, false));
    },

    async forceTokens(prompt, tokens) {
      if (tokens.length === 0 || prompt.length === 0 || prompt.length + tokens.length > contextTokens) return null;
      native.disposeSequence(0);
      try {
        await prefill(native, { sequence: 0, tokens: prompt, batchTokens }, () => {});
        // Every token is fed to ask for the one after it; the last one has none.
        const fed = [prompt.at(-1) as number, ...tokens.slice(0, -1)];
        const rows: Float32Array[] = [];
        for (let start = 0; start < fed.length; start += batchTokens) {
          const chunk = fed.slice(start, start + batchTokens);
          native.initBatch(chunk.length);
          const all = Uint32Array.from(chunk.keys());
          const indexes = native.addToBatch(0, prompt.length - 1 + start, Uint32Array.from(chunk), all);
          await native.decodeBatch();
          for (const index of indexes) {
            const [, , , pairs = []] = await (whole as WholeVocabulary).sampleToken(
              index,
              sampler,
              false,
              false,
              true,
              true,
            );
            rows.push(readDistribution(pairs));
          }
        }
        const vocabulary = rows[0]?.length ?? 0;
        const logProbabilities = new Float32Array(rows.length * vocabulary);
        for (const [place, row] of rows.entries()) logProbabilities.set(row, place * vocabulary);
        return { tokens: [...tokens], vocabulary, logProbabilities };
      } finally {
        native.disposeSequence(0);
      }
    },

    async bench({ promptTokens, outputTokens, repetitions }, onProgress) {
      const times: BenchTimes = { prefillMs: [], decodeMs: [], sampleMs: [] };
      const { length: vocabulary } = model.fileInfo.metadata.tokenizer.ggml.tokens;
      const tokenAt = (place: number): number => (place * 7919 + 11) % vocabulary;
      const prompts = Array.from({ length: width }, (_, sequence) =>
        // One more than counted: the prefill leaves the last token to the first step.
        Array.from({ length: promptTokens + 1 }, (_unused, place) => tokenAt(sequence + place)),
      );
      // The first round warms caches and clocks and is not counted.
      for (let round = 0; round <= repetitions; round += 1) {
        const startMs = performance.now();
        for (const [sequence, tokens] of prompts.entries())
          await prefill(native, { sequence, tokens, batchTokens }, onProgress);
        const prefilledMs = performance.now();
        let sampleMs = 0;
        for (let step = 0; step < outputTokens; step += 1) {
          native.initBatch(width);
          const indexes: number[] = [];
          for (let sequence = 0; sequence < width; sequence += 1) {
            const token = Uint32Array.of(tokenAt(sequence + step));
            const [index] = native.addToBatch(sequence, promptTokens + step, token, Uint32Array.of(0));
            indexes.push(index as number);
          }
          await native.decodeBatch();
          const decodedMs = performance.now();
          await Promise.all(indexes.map((index) => native.sampleToken(index, sampler, false, false, false, true)));
          sampleMs += performance.now() - decodedMs;
          onProgress();
        }
        const endMs = performance.now();
        for (let sequence = 0; sequence < width; sequence += 1) native.disposeSequence(sequence);
        if (round === 0) continue;
        times.prefillMs.push(prefilledMs - startMs);
        times.decodeMs.push(endMs - prefilledMs - sampleMs);
        times.sampleMs.push(sampleMs);
      }
      return times;
    },
  };
}

/** Evaluates a prompt but its last token. */
async function prefill(
  native: NativeContext,
  { sequence, tokens, batchTokens }: { sequence: number; tokens: readonly number[]; batchTokens: number },
  onProgress: () => void,
): Promise<void> {
  const end = tokens.length - 1;
  for (let start = 0; start < end; start += batchTokens) {
    const chunk = tokens.slice(start, Math.min(end, start + batchTokens));
    native.initBatch(chunk.length);
    native.addToBatch(sequence, start, Uint32Array.from(chunk), new Uint32Array(0));
    await native.decodeBatch();
    onProgress();
  }
}

/** Natural-log probabilities by token id from `[token, logit, ...]` pairs of the whole vocabulary. */
export function readDistribution(pairs: readonly number[]): Float32Array {
  const row = new Float32Array(pairs.length / 2);
  let highest = Number.NEGATIVE_INFINITY;
  for (let at = 1; at < pairs.length; at += 2) highest = Math.max(highest, pairs[at] as number);
  let sum = 0;
  for (let at = 1; at < pairs.length; at += 2) sum += Math.exp((pairs[at] as number) - highest);
  const total = highest + Math.log(sum);
  for (let at = 0; at < pairs.length; at += 2) row[pairs[at] as number] = (pairs[at + 1] as number) - total;
  return row;
}
