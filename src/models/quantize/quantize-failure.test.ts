import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { quantizeFailure } from './quantize-failure.ts';

const target = join(tmpdir(), 'target.gguf');
const silent = { reply: undefined, exitCode: null, signal: null, lastLines: [] };
const failed = { kind: 'failed', code: 'QUANTIZE_FAILED', message: 'llama.cpp returned 1', hint: null } as const;

describe('quantizeFailure', () => {
  test.each([
    ['a killed process', { ...silent, signal: 'SIGKILL' as const }, 'the process ended by signal SIGKILL', 'memory'],
    ['an abort', { ...silent, signal: 'SIGABRT' as const }, 'the process ended by signal SIGABRT', 'inspect'],
    ['an exit without a word', { ...silent, exitCode: 9 }, 'the process ended by exit code 9', 'inspect'],
    [
      'a full disk',
      {
        ...silent,
        reply: failed,
        lastLines: ['[ 1/ 2] x .. llama_model_quantize: failed to quantize: basic_ios::clear: iostream error'],
      },
      'the file could not be written to its end',
      'GB are free',
    ],
    [
      'a reason of the engine',
      {
        ...silent,
        reply: failed,
        lastLines: ["llama_model_quantize: failed to quantize: unknown model architecture: 'abacus'"],
      },
      "unknown model architecture: 'abacus'",
      'inspect',
    ],
  ])('says what happened and what to do after %s', async (_, result, found, hint) => {
    const error = await quantizeFailure(result, 'source.gguf', target);
    expect(error).toMatchObject({
      code: 'QUANTIZE_FAILED',
      exitCode: 3,
      hint: expect.stringContaining(hint) as string,
    });
    expect(error.message).toContain(`source.gguf: cannot quantize to ${target}: ${found}`);
    for (const line of result.lastLines) expect(error.message).toContain(line);
  });

  test('shows the end of a long log only', async () => {
    const lastLines = Array.from({ length: 12 }, (_, index) => `line ${index}.`);
    const { message } = await quantizeFailure({ ...silent, exitCode: 1, lastLines }, 'source.gguf', target);
    expect(message).toContain('line 11.');
    expect(message).not.toContain('line 5.');
  });

  test('passes on a refusal of the guard as it is', async () => {
    const reply = { kind: 'failed', code: 'ENGINE_VERSION', message: 'another engine', hint: 'Run npm ci' } as const;
    const error = await quantizeFailure({ ...silent, reply, exitCode: 0 }, 'source.gguf', target);
    expect(error).toMatchObject({ code: 'ENGINE_VERSION', message: 'another engine', hint: 'Run npm ci', exitCode: 3 });
  });
});
