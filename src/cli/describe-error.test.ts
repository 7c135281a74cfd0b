import { describe, expect, test } from 'vitest';
import { usageError } from '../core/errors.ts';
import { WorkerLost } from '../runtimes/runtime.ts';
import { describeError, renderError } from './describe-error.ts';

const { signal } = new AbortController();

describe('describeError', () => {
  test('keeps an error of Assay, and prints it as two lines', () => {
    const error = usageError('SPEC_INVALID', 'x.yaml:4:1 name is missing', 'add `name: x`');
    expect(describeError(error, signal)).toBe(error);
    expect(renderError(error)).toBe('error SPEC_INVALID x.yaml:4:1 name is missing\nhint  add `name: x`\n');
  });

  test('calls what nobody foresaw a bug, with its stack and exit code 70', () => {
    const error = describeError(new TypeError('x is not a function'), signal);
    expect(error).toMatchObject({ code: 'BUG', exitCode: 70 });
    expect(renderError(error)).toMatch(
      /^error BUG x is not a function\nhint {2}.*\nTypeError: x is not a function\n {4}at /,
    );
    expect(describeError('a text', signal)).toMatchObject({ code: 'BUG', message: 'a text' });
    expect(describeError(null, signal)).toMatchObject({ code: 'BUG', message: 'null' });
  });

  test('calls a full disk a matter of the machine', () => {
    const thrown = Object.assign(new Error('ENOSPC: no space left'), {
      code: 'ENOSPC',
      path: '/results/records.jsonl',
    });
    expect(describeError(thrown, signal)).toMatchObject({
      exitCode: 3,
      message: '/results/records.jsonl: no space is left on the disk',
    });
  });

  test('calls a model process that is gone for good a matter of the machine: memory or not', () => {
    const exit = { code: null, signal: 'SIGKILL' };
    expect(describeError(new WorkerLost(exit, true, 'killed'), signal)).toMatchObject({
      code: 'MEMORY_TOO_SMALL',
      exitCode: 3,
    });
    expect(describeError(new WorkerLost(exit, false, 'no progress for 900000 ms'), signal)).toMatchObject({
      code: 'WORKER_LOST',
      exitCode: 3,
      hint: expect.stringContaining('assay doctor') as string,
    });
  });

  test('calls whatever fails after an interrupt an interrupt: 130', () => {
    const interrupted = AbortSignal.abort();
    expect(describeError(new Error('the worker is gone'), interrupted)).toMatchObject({
      code: 'INTERRUPTED',
      exitCode: 130,
    });
  });

  test('shows control characters of a quoted file instead of sending them to the terminal', () => {
    expect(renderError(usageError('X', 'found "\u001B[2J"'))).toBe('error X found "\u241B[2J"\n');
  });
});
