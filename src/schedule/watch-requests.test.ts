import { describe, expect, onTestFinished, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunRequest, writeRunRequest } from '../records/run-control.ts';
import { type WatchedRequests, watchRequests } from './watch-requests.ts';

async function watched(signal = new AbortController().signal): Promise<{
  folder: string;
  requests: WatchedRequests;
  pauses: boolean[];
}> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-requests-'));
  await writeRunRequest(folder, 'pause');
  const pauses: boolean[] = [];
  let nowMs = 0;
  const now = (): number => (nowMs += 10);
  const requests = await watchRequests(folder, { signal, now, onPause: (paused) => void pauses.push(paused) });
  onTestFinished(async () => {
    await requests[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  return { folder, requests, pauses };
}

/** Passes until a pass has to wait: then the request was seen. */
async function passUntilHeld(requests: WatchedRequests, pauses: boolean[]): Promise<Promise<void>> {
  for (;;) {
    const pass = requests.pass();
    if (pauses.at(-1) === true) return pass.then(() => undefined);
    await pass;
    await new Promise((go) => setTimeout(go, 20));
  }
}

describe('requests to a run', () => {
  test('of an earlier process are dropped', async () => {
    const { folder, requests, pauses } = await watched();
    expect(await readRunRequest(folder)).toBeNull();
    await requests.pass();
    expect(pauses).toEqual([]);
  });

  test('a pause holds the next batch until it is taken back, and its time is counted', async () => {
    const { folder, requests, pauses } = await watched();
    await writeRunRequest(folder, 'pause');
    let held = true;
    const [pass] = [passUntilHeld(requests, pauses).then(() => (held = false))];
    while (pauses.length === 0) await new Promise((go) => setTimeout(go, 20));
    expect(held).toBe(true);
    await writeRunRequest(folder, null);
    await pass;
    expect(pauses).toEqual([true, false]);
    expect(requests.pausedMs()).toBeGreaterThan(0);
  });

  test('a request to end raises the signal, also out of a pause', async () => {
    const { folder, requests, pauses } = await watched();
    await writeRunRequest(folder, 'pause');
    const pass = passUntilHeld(requests, pauses);
    while (pauses.length === 0) await new Promise((go) => setTimeout(go, 20));
    await writeRunRequest(folder, 'cancel');
    await pass;
    expect(requests.signal.aborted).toBe(true);
  });

  test('an interrupt of the process ends a pause', async () => {
    const interrupt = new AbortController();
    const { folder, requests, pauses } = await watched(interrupt.signal);
    await writeRunRequest(folder, 'pause');
    const pass = passUntilHeld(requests, pauses);
    while (pauses.length === 0) await new Promise((go) => setTimeout(go, 20));
    interrupt.abort();
    await pass;
    expect(requests.signal.aborted).toBe(true);
  });
});
