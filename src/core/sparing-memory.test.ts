import { expect, test } from 'vitest';
import { isSparing, sparingMemory, steadyMemory } from './sparing-memory.ts';

test.each([sparingMemory, steadyMemory])(
  'hands on what was made and what went wrong, also one within the other: %o',
  async (during) => {
    await expect(during(() => during(async () => 7))).resolves.toBe(7);
    await expect(during(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  },
);

test('only the sparing one is known to whoever may take longer, and only while it runs', async () => {
  expect(await sparingMemory(async () => isSparing())).toBe(true);
  expect(await steadyMemory(async () => isSparing())).toBe(false);
  expect(isSparing()).toBe(false);
});
