import type { Decoder, Vocabulary } from './decoding.ts';
import type { EngineInternals } from './engine-internals.ts';
import { makeSequences } from './sequences.ts';
import { makeSlot, readAnswer } from './slot.ts';
import { type LockstepSettings, makeStep } from './stepper.ts';

/**
 * Drives the engine's internal context: all sequences of a cohort in id order, one full-width batch per step. Ids go to the
 * prompts from the longest to the shortest, so that a cohort drains from the top. Its answers depend on nothing but the
 * cohort: no prompt joins before all have ended.
 */
export function makeLockstepDecoder(
  engine: EngineInternals,
  vocabulary: Vocabulary,
  settings: LockstepSettings,
): Decoder {
  const sequences = makeSequences(engine, { sharedTokens: 0, ...settings });
  const step = makeStep(engine, { vocabulary, sequences }, settings);
  return {
    async decode(prompts, onProgress) {
      const startedMs = performance.now();
      const made = prompts.map((prompt) => makeSlot(prompt, vocabulary, startedMs));
      const slots = made.toSorted((a, b) => b.prompt.tokens.length - a.prompt.tokens.length);
      try {
        for (const [sequence, slot] of slots.entries()) {
          slot.queueMs = performance.now() - startedMs;
          await sequences.fill(sequence, slot.prompt.tokens, onProgress);
        }
        while (slots.some((slot) => !slot.done)) {
          await step(slots);
          onProgress();
        }
      } finally {
        for (const sequence of slots.keys()) sequences.reset(sequence);
      }
      return made.map(readAnswer);
    },
  };
}
