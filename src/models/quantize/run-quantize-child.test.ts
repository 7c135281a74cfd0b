import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { runQuantizeChild } from './run-quantize-child.ts';

const folder = makeTemporaryFolder();
afterAll(folder.remove);
const request = { source: '/s', target: '/t', quantization: 'Q8_0', fileType: 7, imatrix: null, threads: 1 };

function script(name: string, code: string): string {
  const path = join(folder.path, `${name}.mjs`);
  writeFileSync(path, code);
  return path;
}

describe('runQuantizeChild', () => {
  test('keeps the last lines and the signal of a child that is killed', async () => {
    const path = script(
      'killed',
      `for (let i = 0; i < 40; i += 1) console.error('line ' + i);
       process.stderr.write('last words', () => process.kill(process.pid, 'SIGKILL'));
       setInterval(() => {}, 1000);`,
    );
    const result = await runQuantizeChild(path, request);
    expect(result).toMatchObject({ reply: undefined, exitCode: null, signal: 'SIGKILL' });
    expect(result.lastLines).toHaveLength(12);
    expect(result.lastLines.at(-1)).toBe('last words');
  });

  test('reports an abort, as a failed assertion in native code ends', async () => {
    const result = await runQuantizeChild(script('aborted', 'process.abort();'), request);
    expect(result).toMatchObject({ reply: undefined, signal: 'SIGABRT' });
  });

  test('reports the exit code of a child that ends without a word', async () => {
    const result = await runQuantizeChild(script('silent', 'process.exit(9);'), request);
    expect(result).toMatchObject({ reply: undefined, exitCode: 9, signal: null, lastLines: [] });
  });

  test('takes the reply, and nothing else, from its messages', async () => {
    const result = await runQuantizeChild(
      script(
        'noisy',
        `process.once('message', ({ target }) => {
           process.send('noise');
           process.send({ kind: 'failed', code: 'X', message: target }, () => process.disconnect());
         });`,
      ),
      request,
    );
    expect(result).toMatchObject({ reply: { kind: 'failed', code: 'X', message: '/t', hint: null }, exitCode: 0 });
  });
});
