import { GgmlType } from 'node-llama-cpp';
import { environmentError } from '../../core/errors.ts';

/** What a created context says of itself. */
export interface FoundContext {
  batchSize: number;
  contextSize: number;
  totalSequences: number;
  flashAttention: boolean | 'auto';
  kvCacheKeyType: GgmlType;
  kvCacheValueType: GgmlType;
}

/** What a context was asked to be. */
export interface WantedContext {
  batchSize: number;
  contextSize: number;
  sequences: number;
  flashAttention: boolean;
}

/**
 * That a context is what it was asked to be: the library changes settings that do not go together without a word. Of flash attention it
 * only repeats what it was told, or turned it into; what llama.cpp really uses cannot be read.
 * @throws AssayError ENGINE_CONTEXT (exit 3) with what was asked and what was found.
 */
export function assertContext(found: FoundContext, wanted: WantedContext, kvCacheType: keyof typeof GgmlType): void {
  const problems: string[] = [];
  const hold = (what: string, is: unknown, asked: unknown): void => {
    if (is !== asked) problems.push(`${what} is ${String(is)} and not ${String(asked)}`);
  };
  hold('flash attention', found.flashAttention, wanted.flashAttention);
  hold('the batch', found.batchSize, wanted.batchSize);
  hold('the context of a sequence', found.contextSize, wanted.contextSize);
  hold('the number of sequences', found.totalSequences, wanted.sequences);
  hold('the type of cached keys', GgmlType[found.kvCacheKeyType], kvCacheType);
  hold('the type of cached values', GgmlType[found.kvCacheValueType], kvCacheType);
  if (problems.length === 0) return;
  throw environmentError(
    'ENGINE_CONTEXT',
    `The engine's context is not as asked: ${problems.join('; ')}`,
    'Change flashAttention, batchTokens or kvCacheType in the device profile',
  );
}
