import { GgmlType } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { assertContext } from './assert-context.ts';

const wanted = { batchSize: 512, contextSize: 1024, sequences: 8, flashAttention: true };
const { F16, Q8_0 } = GgmlType;
const found = {
  batchSize: 512,
  contextSize: 1024,
  totalSequences: 8,
  flashAttention: true,
  kvCacheKeyType: F16,
  kvCacheValueType: F16,
};

describe('assertContext', () => {
  it('passes a context that is as asked', () => {
    expect(() => assertContext(found, wanted, 'F16')).not.toThrow();
  });

  it.each([
    [{ flashAttention: false }, 'flash attention is false and not true'],
    [{ batchSize: 256 }, 'the batch is 256 and not 512'],
    [{ contextSize: 768 }, 'the context of a sequence is 768 and not 1024'],
    [{ totalSequences: 4 }, 'the number of sequences is 4 and not 8'],
    [{ kvCacheValueType: Q8_0 }, 'the type of cached values is Q8_0 and not F16'],
  ])('refuses %j', (changed, reason) => {
    expect(() => assertContext({ ...found, ...changed }, wanted, 'F16')).toThrow(reason);
  });
});
