import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/compare/run-summary.ts';
import { Random } from '../../src/core/random.ts';
import { writeExperiment } from '../support/experiment.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const random = Random.stream(20261121, 'kills');
const folder = makeTemporaryFolder();
const experiment = join(folder.path, 'small.yaml');
afterAll(() => folder.remove());

const started: ChildProcess[] = [];

function start(results: string): ChildProcess {
  const args = [main, 'run', experiment, '--results', join(folder.path, results)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  started.push(child);
  return child;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on('exit', (code) => resolve(code)));

const runFolder = (results: string): string =>
  join(folder.path, results, readdirSync(join(folder.path, results))[0] ?? '');
const linesOf = (results: string): string[] => {
  const path = existsSync(join(folder.path, results)) ? join(runFolder(results), 'records.jsonl') : '';
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
};

/** What a run says about accuracy. Times and memory differ between any two runs. */
function estimatesOf(results: string): unknown {
  const { status, comparisons, slices, variants } = JSON.parse(
    readFileSync(join(runFolder(results), 'summary.json'), 'utf8'),
  ) as RunSummary;
  return {
    status,
    comparisons,
    slices,
    variants: variants.map(
      ({
        documentsPerSecond: _rate,
        outputTokensPerSecond: _tokens,
        batch: _batch,
        latency: _latency,
        timing: _timing,
        ...rest
      }) => rest,
    ),
  };
}

/** Waits until the journal has grown by so many lines, or the process is gone. */
async function untilGrown(results: string, lines: number, child: ChildProcess): Promise<void> {
  const from = linesOf(results).length;
  while (child.exitCode === null && linesOf(results).length < from + lines) await sleep(10);
}

function workersOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}

describe.skipIf(process.platform !== 'linux')('a run that is killed', { timeout: 240_000 }, () => {
  beforeAll(async () => {
    writeExperiment(folder.path, { documents: 32 });
    expect(await ended(start('whole'))).toBe(0);
  }, 240_000);
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  test('main process killed three times at random moments, then run again: the same estimates, no trial lost or doubled', async () => {
    for (let kill = 0; kill < 3; kill += 1) {
      const child = start('main');
      await untilGrown('main', random.integer(1, 12), child);
      await sleep(random.integer(0, 120));
      child.kill('SIGKILL');
      await ended(child);
    }
    expect(await ended(start('main'))).toBe(0);
    expectWhole('main');
  });

  test('workers killed twice at random moments: the run goes on by itself and ends the same', async () => {
    const child = start('workers');
    // Chance may hit one cohort every time, and one that has lost three workers is given up.
    for (let kill = 0; kill < 2 && child.exitCode === null; kill += 1) {
      await untilGrown('workers', random.integer(1, 12), child);
      await sleep(random.integer(0, 120));
      const workers = child.exitCode === null ? workersOf(child.pid ?? 0) : [];
      if (workers.length > 0) process.kill(random.pick(workers), 'SIGKILL');
    }
    expect(child.exitCode ?? (await ended(child))).toBe(0);
    expectWhole('workers');
  });

  test('SIGINT ends with 130 and keeps what is finished; the same command ends the run', async () => {
    const child = start('interrupted');
    await untilGrown('interrupted', 16, child);
    child.kill('SIGINT');
    expect(await ended(child)).toBe(130);
    const kept = linesOf('interrupted').length;
    expect(kept).toBeGreaterThan(1);
    expect(await ended(start('interrupted'))).toBe(0);
    expectWhole('interrupted');
  });
});

function expectWhole(results: string): void {
  expect(estimatesOf(results)).toEqual(estimatesOf('whole'));
  const keys = linesOf(results)
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { key: string }).key);
  expect(keys).toHaveLength(64);
  expect(new Set(keys).size).toBe(64);
}
