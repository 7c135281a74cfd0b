import type { LlamaContext, LlamaContextSequence, LlamaGrammarEvaluationState } from 'node-llama-cpp';
import type { DecodedAnswer, Decoder, PromptTokens, Vocabulary } from './decoding.ts';
import { asTokens } from './engine-internals.ts';

interface Slot extends DecodedAnswer {
  prompt: PromptTokens;
  sequence: LlamaContextSequence;
  iterator: AsyncIterator<{ token: number; confidence: number }, unknown>;
  done: boolean;
}

/**
 * The slower path, on the public interface alone: one iterator per sequence, and a barrier before each step, so that the
 * library sees all sequences at once and makes one full batch. Here the log-probabilities are those of the
 * grammar-masked distribution: the public interface has no others.
 */
export function makeBarrierDecoder(context: LlamaContext, vocabulary: Vocabulary, contextTokens: number): Decoder {
  const sequences: LlamaContextSequence[] = [];

  const advance = async (slot: Slot): Promise<void> => {
    const step = await slot.iterator.next();
    if (step.done === true || vocabulary.isEnd(step.value.token)) {
      slot.done = true;
      return;
    }
    slot.tokens.push(step.value.token);
    slot.logProbabilities.push(Math.log(step.value.confidence));
    if (slot.prompt.grammar !== null && isClosed(vocabulary, slot, step.value.token)) {
      slot.done = true;
    } else if (
      slot.tokens.length >= slot.prompt.maxTokens ||
      slot.prompt.tokens.length + slot.tokens.length > contextTokens
    ) {
      slot.done = true;
      slot.finish = 'length';
    }
  };

  return {
    async decode(prompts, onProgress) {
      const startedMs = performance.now();
      while (sequences.length < prompts.length) sequences.push(context.getSequence());
      const slots = prompts.map((prompt, index) =>
        openSlot(prompt, sequences[index] as LlamaContextSequence, vocabulary),
      );
      try {
        while (slots.some((slot) => !slot.done)) {
          const living = slots.filter((slot) => !slot.done);
          await Promise.all(living.map(advance));
          const nowMs = performance.now() - startedMs;
          for (const slot of living) {
            if (slot.firstTokenMs === 0) slot.firstTokenMs = nowMs;
            slot.totalMs = nowMs;
          }
          onProgress();
        }
      } finally {
        for (const slot of slots) {
          await slot.iterator.return?.();
          await slot.sequence.clearHistory();
        }
      }
      return slots.map(({ tokens, logProbabilities, finish, firstTokenMs, totalMs }) => ({
        tokens,
        logProbabilities,
        finish,
        firstTokenMs,
        totalMs,
      }));
    },
  };
}

function openSlot(prompt: PromptTokens, sequence: LlamaContextSequence, vocabulary: Vocabulary): Slot {
  const grammar = prompt.grammar === null ? null : vocabulary.makeGrammarState(prompt.grammar);
  const iterator = sequence.evaluateWithMetadata(
    asTokens(prompt.tokens),
    { confidence: true },
    {
      temperature: 0,
      yieldEogToken: true,
      ...(grammar === null ? {} : { grammarEvaluationState: grammar as LlamaGrammarEvaluationState }),
    },
  );
  return {
    prompt,
    sequence,
    iterator,
    done: false,
    tokens: [],
    logProbabilities: [],
    finish: 'stop',
    firstTokenMs: 0,
    totalMs: 0,
  };
}

/** Without the grammar's own word for it, the answer is complete once its text is a JSON object. */
function isClosed(vocabulary: Vocabulary, slot: Slot, token: number): boolean {
  if (!vocabulary.closesObject(token)) return false;
  try {
    JSON.parse(vocabulary.readText(slot.tokens));
    return true;
  } catch {
    return false;
  }
}
