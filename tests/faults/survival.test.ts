import { spawn } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLlamaRuntime } from '../../src/runtimes/llama/llama-runtime.ts';
import { startWorkerProcess } from '../../src/runtimes/worker/worker-process.ts';
import { createEngine } from '../../src/schedule/engine.ts';
import { openResponseCache } from '../../src/schedule/response-cache.ts';
import type { TrialRecord } from '../../src/records/record.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { atSecondBatch, linesOf, runReal, tamper, tokensOf, writeOwnModelExperiment } from './real-run.ts';

const DOCUMENTS = 8;
const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const resultsOf = (name: string): string => join(folder.path, name);

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const cache = join(folder.path, 'responses');
const responses = openResponseCache({ folder: cache, ttlMs: 1e9, limitBytes: 1e9, now: Date.now });

/** Every way in which a file of answers can be bad. */
const CORRUPTIONS: ((path: string) => void)[] = [
  (path) => writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size >> 1)),
  (path) => writeFileSync(path, readFileSync(path, 'utf8').replace(/"promptTokens":\d+/, '"promptTokens":1')),
  (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00, 0x0a])),
];

interface LostEvent {
  kind: string;
  outOfMemory?: boolean;
  detail?: string;
}

describe.skipIf(process.platform === 'win32')('a run that loses what it works with', { timeout: 240_000 }, () => {
  let experiment = '';
  let model = '';
  let wholeBytes = 0;
  let whole = new Map<string, string>();
  beforeAll(async () => {
    ({ experiment, model } = writeOwnModelExperiment(folder.path, DOCUMENTS));
    const run = await runReal({ experiment, results: resultsOf('whole'), responses });
    whole = tokensOf(run);
    wholeBytes = statSync(join(run.folder, 'records.jsonl')).size;
    expect(whole.size).toBe(DOCUMENTS);
  }, 240_000);

  const expectWhole = (run: Awaited<ReturnType<typeof runReal>>): void => {
    expect(run.summary.status).toBe('complete');
    expect(tokensOf(run)).toEqual(whole);
  };

  test('model file replaced by another: exit 3 with what to do; the file put back, the same command ends the run', async () => {
    const results = resultsOf('changed');
    copyFileSync(model, `${model}.kept`);
    const engine = atSecondBatch(createEngine(), () => {
      // A sound model, so that a worker that is just loading it has nothing to stumble over.
      writeFileSync(`${model}.other`, Buffer.concat([readFileSync(model), Buffer.alloc(32)]));
      renameSync(`${model}.other`, model);
    });
    await expect(runReal({ experiment, results, engine })).rejects.toMatchObject({
      code: 'MODEL_CHANGED',
      exitCode: 3,
      message: expect.stringContaining(`${model}: the model file was changed`) as string,
      hint: expect.stringContaining('Put the file back and run the same command') as string,
    });
    renameSync(`${model}.kept`, model);
    expectWhole(await runReal({ experiment, results }));
  });

  test('hung worker: the watchdog kills it, its batch is decoded again, and the run ends as if nothing had been', async () => {
    const watched = { ...createEngine(), runtime: createLlamaRuntime({ progressDeadlineMs: 3_000 }) };
    const hanging = atSecondBatch(watched, (pid) => process.kill(pid, 'SIGSTOP'));
    const run = await runReal({ experiment, results: resultsOf('hung'), engine: hanging });
    const lost = linesOf<LostEvent>(join(run.folder, 'events.jsonl')).filter(({ kind }) => kind === 'worker-lost');
    expect(lost.map(({ detail }) => detail)).toContainEqual(expect.stringContaining('no progress for 3000 ms'));
    expect(lost.some(({ outOfMemory }) => outOfMemory)).toBe(false);
    expectWhole(run);
  });

  test('GPU lost and the engine on the processor: exit 3 and not one record of the wrong device; back again, it resumes', async () => {
    // The only GPU fault that can be played without one: the model says where it is, and the run must listen.
    const engine = createEngine();
    let loads = 0;
    const moved = tamper(engine, (loaded) => {
      loads += 1;
      // The first model counts the tokens, and the run begins where it is.
      if (loads === 1) return loaded;
      return { ...loaded, description: { ...loaded.description, device: { name: 'GPU 0', kind: 'cuda' } } };
    });
    const results = resultsOf('gpu-lost');
    await expect(runReal({ experiment, results, engine: moved })).rejects.toMatchObject({
      code: 'DEVICE_CHANGED',
      exitCode: 3,
      hint: expect.stringContaining('run the same command, which resumes') as string,
    });
    expectWhole(await runReal({ experiment, results, engine }));
  });

  test('a worker that aborts with the words of a lost GPU is not taken for want of memory', async () => {
    const script = join(folder.path, 'dying.mjs');
    const words = 'CUDA error: unspecified launch failure';
    writeFileSync(
      script,
      `import { writeSync } from 'node:fs';
       process.on('message', () => { writeSync(2, ${JSON.stringify(words)}); process.abort(); });`,
    );
    const worker = startWorkerProcess(script);
    await expect(worker.ask({ type: 'countTokens', id: 1, requests: [] }, 60_000)).rejects.toMatchObject({
      outOfMemory: false,
      message: expect.stringContaining(words) as string,
    });
    await worker.end();
  });

  test('answers of earlier runs that are torn, changed or no text are decoded again and kept anew; sound ones are used', async () => {
    const files = readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    const [sound, ...bad] = files.sort();
    expect(sound).toBeDefined();
    expect(bad.length).toBeGreaterThanOrEqual(CORRUPTIONS.length);
    for (const [index, name] of bad.entries()) CORRUPTIONS[index % CORRUPTIONS.length]?.(join(cache, name));
    const recalledIn = async (results: string): Promise<number> => {
      const run = await runReal({ experiment, results, responses });
      expectWhole(run);
      const records = linesOf<TrialRecord>(join(run.folder, 'records.jsonl'));
      return records.filter(({ cached }) => cached === true).length;
    };
    const first = await recalledIn(resultsOf('cache-broken'));
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(DOCUMENTS);
    expect(await recalledIn(resultsOf('cache-mended'))).toBe(DOCUMENTS);
  });

  test('disk full while the journal is written: exit 3 with what to do; with room again the run goes on from its last whole line', async () => {
    const results = resultsOf('full');
    // No file may grow beyond the middle of the journal: the kernel takes the part that fits and refuses the rest, as a full disk does.
    const blocks = Math.floor(wholeBytes / 2 / 512);
    const args = [main, 'run', experiment, '--results', results, '--no-cache', '--json'];
    const child = spawn('sh', ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(3);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } };
    expect(error).toMatchObject({ code: 'JOURNAL_WRITE', hint: expect.stringContaining('it resumes') as string });
    const run = join(results, readdirSync(results)[0] ?? '');
    expect(error.message).toContain(join(run, 'records.jsonl'));
    expect(statSync(join(run, 'records.jsonl')).size).toBe(blocks * 512);
    expectWhole(await runReal({ experiment, results }));
  });
});
