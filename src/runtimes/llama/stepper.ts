import { chooseToken } from './choose-token.ts';
import type { Vocabulary } from './decoding.ts';
import type { EngineInternals, NativeSampler } from './engine-internals.ts';
import { lookUpDraft } from './prompt-lookup.ts';
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
  /** Most tokens that a step guesses ahead for every sequence; none unless told. A batch must hold them for all. */
  draftTokens?: number;
}

/** Gives every living slot its next token, or with guesses that hold its next tokens, in one batch over the sequence ids from 0 without a hole. */
export type Step = (slots: Slot[]) => Promise<void>;

/** What a sequence was fed in a step, where its logits lie, and the position after it. */
interface Fed {
  fed: readonly number[];
  logits: Uint32Array;
  end: number;
}

/**
 * Ended slots above the last living one stay out of the batch; ended ones below it are fed throw-away tokens, because a
 * hole in the ids splits the batch and reads all weights again.
 *
 * With `draftTokens` a step feeds guesses besides, equally many for every sequence, since unequal lengths split the batch as well. Token by
 * token the model is asked as without them, and a guess stands where it is what was chosen: the answer is the same.
 */
export function makeStep(
  engine: EngineInternals,
  { vocabulary, sequences }: { vocabulary: Vocabulary; sequences: Sequences },
  { width, contextTokens, draftTokens = 0 }: LockstepSettings,
): Step {
  const { context } = engine;
  const samplers: NativeSampler[] = Array.from({ length: width }, () => engine.makeGreedySampler());

  const sample = async (slot: Slot, logit: number, sampler: NativeSampler): Promise<void> => {
    const choice = await chooseToken(engine, { grammarState: slot.grammarState, guide: slot.guide, logit, sampler });
    if (choice === null || vocabulary.isEnd(choice.token)) {
      slot.done = true;
      return;
    }
    slot.tokens.push(choice.token);
    slot.text.push(choice.token);
    slot.logProbabilities.push(choice.logProbability);
    if (isComplete(engine, vocabulary, slot)) {
      slot.done = true;
    } else if (slot.tokens.length >= slot.prompt.maxTokens || slot.position >= contextTokens) {
      slot.done = true;
      slot.finish = 'length';
    }
  };
  /** The tokens of a step for every slot: its next one, and guesses. */
  const tokensOf = (batch: readonly Slot[]): number[][] => {
    const living = batch.filter((slot) => !slot.done);
    const room = contextTokens - 1 - Math.max(...living.map(({ position }) => position));
    const most = Math.min(draftTokens, room);
    const drafts = batch.map((slot) => (most === 0 || slot.done ? [] : lookUpDraft(slot.text, most)));
    const length = Math.max(...drafts.map((draft) => draft.length));
    return batch.map((slot, place) => {
      const next = slot.text.at(-1) as number;
      const tokens = [next, ...(drafts[place] as number[])];
      while (tokens.length <= length) tokens.push(next);
      return tokens;
    });
  };
  const choose = async (sequence: number, slot: Slot, { fed, logits }: Fed): Promise<void> => {
    for (const [place, logit] of logits.entries()) {
      slot.position += 1;
      await sample(slot, logit, samplers[sequence] as NativeSampler);
      if (slot.done || slot.text.at(-1) !== fed[place + 1]) break;
    }
  };

  return async (slots) => {
    const batch = slots.slice(0, slots.findLastIndex((slot) => !slot.done) + 1);
    const tokens = tokensOf(batch);
    const living: [number, Slot, Fed][] = [];
    context.initBatch(tokens.flat().length);
    for (const [sequence, slot] of batch.entries()) {
      const fed = tokens[sequence] as number[];
      if (slot.done) {
        // An ended sequence that outgrows its context begins anew: its answers are thrown away.
        if (slot.position + fed.length > contextTokens) slot.position = sequences.reset(sequence);
        const thrown = Uint32Array.from(fed.slice(0, contextTokens - slot.position));
        context.addToBatch(sequence, slot.position, thrown, Uint32Array.of(thrown.length - 1));
        slot.position += thrown.length;
      } else {
        const logits = context.addToBatch(sequence, slot.position, Uint32Array.from(fed), Uint32Array.from(fed.keys()));
        living.push([sequence, slot, { fed, logits, end: slot.position + fed.length }]);
      }
    }
    await context.decodeBatch();
    await Promise.all(living.map(([sequence, slot, fed]) => choose(sequence, slot, fed)));
    // Guesses that were wrong are forgotten once nothing is sampled any more.
    for (const [sequence, slot, { end }] of living)
      if (end > slot.position) context.removeTokenCellsFromSequence(sequence, slot.position, -1);
    const nowMs = performance.now();
    for (const [, slot] of living) {
      slot.totalMs = nowMs - slot.startedMs;
      if (slot.firstTokenMs === 0) slot.firstTokenMs = slot.totalMs;
    }
  };
}

function isComplete(engine: EngineInternals, vocabulary: Vocabulary, slot: Slot): boolean {
  if (
    slot.grammarState === null ||
    vocabulary.endToken === null ||
    !vocabulary.closesObject(slot.text.at(-1) as number)
  )
    return false;
  return engine.allows(slot.grammarState, vocabulary.endToken);
}
