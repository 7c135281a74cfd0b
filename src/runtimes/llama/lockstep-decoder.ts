import type { DecodedAnswer, Decoder, PromptTokens, Vocabulary } from './decoding.ts';
import type { EngineInternals, NativeSampler } from './engine-internals.ts';
import { prefillPrompts } from './prefill.ts';

/** How the decoder shapes its batches. */
export interface LockstepSettings {
  width: number;
  /** Tokens that one sequence can hold. */
  contextTokens: number;
  /** Most tokens in one batch; also what the context was created with. */
  batchTokens: number;
}

interface Slot extends DecodedAnswer {
  /** Place in the request. */
  index: number;
  prompt: PromptTokens;
  grammarState: object | null;
  /** The token that is fed next. */
  next: number;
  position: number;
  done: boolean;
}

/**
 * Drives the engine's internal context: all sequences in id order, one full-width batch per step.
 *
 * Sequence ids go to the prompts from the longest to the shortest, and a cohort drains from the top: ended sequences
 * above the last living one leave the batch, ended ones below it are fed a throw-away token, because a hole in the ids
 * splits every further batch and reads all weights again. Greedy decoding: the most likely token is taken, the grammar is
 * asked about that one token, and only when it refuses does the grammar filter the whole vocabulary.
 */
export function makeLockstepDecoder(
  engine: EngineInternals,
  vocabulary: Vocabulary,
  settings: LockstepSettings,
): Decoder {
  const samplers: NativeSampler[] = Array.from({ length: settings.width }, () => engine.makeGreedySampler());

  const step = async (slots: Slot[]): Promise<Uint32Array> => {
    const highest = slots.findLastIndex((slot) => !slot.done);
    engine.context.initBatch(highest + 1);
    const logits = new Uint32Array(highest + 1);
    for (const [sequence, slot] of slots.slice(0, highest + 1).entries()) {
      if (slot.done && slot.position >= settings.contextTokens) restart(engine, sequence, slot);
      const logit = engine.context.addToBatch(sequence, slot.position, Uint32Array.of(slot.next), Uint32Array.of(0));
      logits[sequence] = logit[0] as number;
      slot.position += 1;
    }
    await engine.context.decodeBatch();
    return logits;
  };

  const sample = async (slot: Slot, logit: number, sampler: NativeSampler): Promise<void> => {
    const choice = await chooseToken(engine, { slot, logit, sampler });
    if (choice === null || vocabulary.isEnd(choice.token)) {
      slot.done = true;
      return;
    }
    slot.tokens.push(choice.token);
    slot.logProbabilities.push(choice.logProbability);
    slot.next = choice.token;
    if (isComplete(engine, vocabulary, slot)) {
      slot.done = true;
    } else if (slot.tokens.length >= slot.prompt.maxTokens || slot.position >= settings.contextTokens) {
      slot.done = true;
      slot.finish = 'length';
    }
  };

  return {
    async decode(prompts, onProgress) {
      const startedMs = performance.now();
      const slots = makeSlots(prompts, vocabulary);
      try {
        await prefillPrompts(
          engine.context,
          slots.map((slot) => slot.prompt.tokens),
          settings.batchTokens,
          onProgress,
        );
        while (slots.some((slot) => !slot.done)) {
          const logits = await step(slots);
          const living = [...slots.entries()].filter(([, slot]) => !slot.done);
          await Promise.all(
            living.map(([id, slot]) => sample(slot, logits[id] as number, samplers[id] as NativeSampler)),
          );
          const nowMs = performance.now() - startedMs;
          for (const [, slot] of living) {
            if (slot.firstTokenMs === 0) slot.firstTokenMs = nowMs;
            slot.totalMs = nowMs;
          }
          onProgress();
        }
      } finally {
        for (const sequence of slots.keys()) engine.context.disposeSequence(sequence);
      }
      return slots.toSorted((a, b) => a.index - b.index).map(readAnswer);
    },
  };
}

function makeSlots(prompts: PromptTokens[], vocabulary: Vocabulary): Slot[] {
  const slots = prompts.map(
    (prompt, index): Slot => ({
      index,
      prompt,
      grammarState: prompt.grammar === null ? null : vocabulary.makeGrammarState(prompt.grammar),
      // The prefill leaves the last prompt token out: the first step feeds it for all sequences together.
      next: prompt.tokens.at(-1) as number,
      position: prompt.tokens.length - 1,
      done: false,
      tokens: [],
      logProbabilities: [],
      finish: 'stop',
      firstTokenMs: 0,
      totalMs: 0,
    }),
  );
  return slots.sort((a, b) => b.prompt.tokens.length - a.prompt.tokens.length || a.index - b.index);
}

/** The next token of one sequence and its raw log-probability; `null` if the grammar leaves no token. */
async function chooseToken(
  engine: EngineInternals,
  { slot, logit, sampler }: { slot: Slot; logit: number; sampler: NativeSampler },
): Promise<{ token: number; logProbability: number } | null> {
  const [token, , , , weight] = await engine.context.sampleToken(logit, sampler, false, false, false, true);
  const logProbability = -Math.log(weight);
  const state = slot.grammarState;
  if (state === null) return { token, logProbability };
  if (engine.allows(state, token)) {
    engine.accept(state, token);
    return { token, logProbability };
  }
  const forcing = engine.makeGreedySampler(state);
  try {
    const [forced] = await engine.context.sampleToken(logit, forcing, false, false, false, true);
    if (forced === -1) return null;
    const filter: [number[], false, false, false, number] = [[token, forced], false, false, false, 0];
    const [, , , pairs = [], total] = await engine.context.sampleToken(logit, sampler, false, false, filter, true);
    const logitOf = (wanted: number): number => pairs[pairs.indexOf(wanted) + 1] as number;
    return { token: forced, logProbability: logitOf(forced) - logitOf(token) - Math.log(total) };
  } finally {
    forcing.dispose();
  }
}

function isComplete(engine: EngineInternals, vocabulary: Vocabulary, slot: Slot): boolean {
  if (slot.grammarState === null || vocabulary.endToken === null || !vocabulary.closesObject(slot.next)) return false;
  return engine.allows(slot.grammarState, vocabulary.endToken);
}

/** An ended sequence that outgrows its context begins anew: its answers are thrown away. */
function restart(engine: EngineInternals, sequence: number, slot: Slot): void {
  engine.context.disposeSequence(sequence);
  slot.position = 0;
}

function readAnswer({ tokens, logProbabilities, finish, firstTokenMs, totalMs }: Slot): DecodedAnswer {
  return { tokens, logProbabilities, finish, firstTokenMs, totalMs };
}
