import { expect, test } from 'vitest';
import { readInfo } from './memory-estimate.ts';

test('a header whose reader never comes back is refused after the deadline, with the file', async () => {
  const forever = { read: () => new Promise<never>(() => {}), deadlineMs: 5 };
  await expect(readInfo('torn.gguf', forever)).rejects.toMatchObject({
    code: 'MODEL_LOAD',
    exitCode: 3,
    message: expect.stringContaining('torn.gguf'),
  });
});
