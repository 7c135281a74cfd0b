import { chooseToken } from './choose-token.ts';
import type { Vocabulary } from './decoding.ts';
import type { EngineInternals, NativeSampler } from './engine-internals.ts';
import type { Sequences } from './sequences.ts';
import type { Slot } from './slot.ts';

/** How the decoder shapes its batches. */
export interface LockstepSettings {
  width: number;
  /** Tokens that one sequence can hold. */
  contextTokens: number;
  /** Most tokens in one batch; also what the context was created with. */
  batchTokens: number;
  /** Length of the beginning that all prompts share; 0 unless told. */
  sharedTokens?: number;
}

/** Gives every living slot its next token, in one batch over the sequence ids from 0 without a hole. */
export type Step = (slots: Slot[]) => Promise<void>;

/**
 * Ended slots above the last living one stay out of the batch; ended ones below it are fed a throw-away token, because a
 * hole in the ids splits the batch and reads all weights again.
 */
export function makeStep(
  engine: EngineInternals,
  { vocabulary, sequences }: { vocabulary: Vocabulary; sequences: Sequences },
  { width, contextTokens }: LockstepSettings,
): Step {
  const samplers: NativeSampler[] = Array.from({ length: width }, () => engine.makeGreedySampler());

  const sample = async (slot: Slot, logit: number, sampler: NativeSampler): Promise<void> => {
    const choice = await chooseToken(engine, { grammarState: slot.grammarState, guide: slot.guide, logit, sampler });
    if (choice === null || vocabulary.isEnd(choice.token)) {
      slot.done = true;
      return;
    }
    slot.tokens.push(choice.token);
    slot.logProbabilities.push(choice.logProbability);
    slot.next = choice.token;
    if (isComplete(engine, vocabulary, slot)) {
      slot.done = true;
    } else if (slot.tokens.length >= slot.prompt.maxTokens || slot.position >= contextTokens) {
      slot.done = true;
      slot.finish = 'length';
    }
  };

  return async (slots) => {
    const batch = slots.slice(0, slots.findLastIndex((slot) => !slot.done) + 1);
    const living = [...batch.entries()].filter(([, slot]) => !slot.done);
    const logits = new Uint32Array(batch.length);
    engine.context.initBatch(batch.length);
    for (const [sequence, slot] of batch.entries()) {
      // An ended sequence that outgrows its context begins anew: its answers are thrown away.
      if (slot.done && slot.position >= contextTokens) slot.position = sequences.reset(sequence);
      const logit = engine.context.addToBatch(sequence, slot.position, Uint32Array.of(slot.next), Uint32Array.of(0));
      logits[sequence] = logit[0] as number;
      slot.position += 1;
    }
    await engine.context.decodeBatch();
    await Promise.all(living.map(([id, slot]) => sample(slot, logits[id] as number, samplers[id] as NativeSampler)));
    const nowMs = performance.now();
    for (const [, slot] of living) {
      slot.totalMs = nowMs - slot.startedMs;
      if (slot.firstTokenMs === 0) slot.firstTokenMs = slot.totalMs;
    }
  };
}

function isComplete(engine: EngineInternals, vocabulary: Vocabulary, slot: Slot): boolean {
  if (slot.grammarState === null || vocabulary.endToken === null || !vocabulary.closesObject(slot.next)) return false;
  return engine.allows(slot.grammarState, vocabulary.endToken);
}
