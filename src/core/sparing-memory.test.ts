import { expect, test } from 'vitest';
import { sparingMemory } from './sparing-memory.ts';

test('hands on what was made and what went wrong, also one within the other', async () => {
  await expect(sparingMemory(() => sparingMemory(async () => 7))).resolves.toBe(7);
  await expect(sparingMemory(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
