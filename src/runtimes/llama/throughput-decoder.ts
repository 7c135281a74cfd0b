import type { DecodedAnswer, Decoder, PromptTokens, Vocabulary } from './decoding.ts';
import type { EngineInternals } from './engine-internals.ts';
import { makeSequences } from './sequences.ts';
import { makeSlot, readAnswer, type Slot } from './slot.ts';
import { type LockstepSettings, makeStep } from './stepper.ts';

/** Prompts that were handed in together, with what became of them. */
interface Order {
  prompts: PromptTokens[];
  answers: (DecodedAnswer | undefined)[];
  left: number;
  /** When it was handed in. */
  cameMs: number;
  onProgress: () => void;
  resolve(answers: DecodedAnswer[]): void;
  reject(error: unknown): void;
}

interface Job {
  order: Order;
  place: number;
  slot: Slot;
}

/**
 * Keeps every sequence busy: a slot that has ended takes the next prompt at once, whichever call brought it. Calls may
 * overlap, and each resolves when its own prompts are done. A prompt is evaluated in chunks between two steps of the
 * others, so that no step runs with a hole in the ids. What runs beside a prompt, and with it the last digits of its
 * probabilities, depends on when it came.
 */
export function makeThroughputDecoder(
  engine: EngineInternals,
  vocabulary: Vocabulary,
  settings: LockstepSettings,
): Decoder {
  const sequences = makeSequences(engine, { sharedTokens: 0, ...settings });
  const step = makeStep(engine, { vocabulary, sequences }, settings);
  const waiting: { order: Order; place: number }[] = [];
  const jobs: Job[] = [];
  let running = false;

  const admit = async (): Promise<void> => {
    for (let sequence = 0; sequence < settings.width && waiting.length > 0; sequence += 1) {
      if (jobs[sequence]?.slot.done === false) continue;
      const { order, place } = waiting.shift() as (typeof waiting)[number];
      const prompt = order.prompts[place] as PromptTokens;
      const slot = makeSlot(prompt, vocabulary, performance.now());
      slot.queueMs = slot.startedMs - order.cameMs;
      jobs[sequence] = { order, place, slot };
      await sequences.fill(sequence, prompt.tokens, order.onProgress);
    }
  };
  const settle = (living: Job[]): void => {
    for (const { order, place, slot } of living) {
      if (!slot.done) continue;
      order.answers[place] = readAnswer(slot);
      order.left -= 1;
      if (order.left === 0) order.resolve(order.answers as DecodedAnswer[]);
    }
  };
  const run = async (): Promise<void> => {
    try {
      for (;;) {
        await admit();
        const living = jobs.filter(({ slot }) => !slot.done);
        // A call that came during the await above found the loop running: it must not be left waiting.
        if (living.length === 0 && waiting.length === 0) break;
        if (living.length === 0) continue;
        await step(jobs.map(({ slot }) => slot));
        settle(living);
        living[0]?.order.onProgress();
      }
      for (const sequence of jobs.keys()) sequences.reset(sequence);
    } catch (error) {
      for (const { order } of [...jobs, ...waiting]) order.reject(error);
      waiting.length = 0;
    } finally {
      jobs.length = 0;
      running = false;
    }
  };

  return {
    decode(prompts, onProgress) {
      if (prompts.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        const order: Order = {
          prompts,
          answers: [],
          left: prompts.length,
          cameMs: performance.now(),
          onProgress,
          resolve,
          reject,
        };
        for (const place of prompts.keys()) waiting.push({ order, place });
        if (running) return;
        running = true;
        void run();
      });
    },
  };
}
