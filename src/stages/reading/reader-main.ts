/** Entry of a reader process: it reads documents one after the other, and ends with its parent. */
import { Worker } from 'node:worker_threads';
import { OVER_MEMORY, type ToReader } from './reader-pool.ts';
import type { ReadReply } from './read-job.ts';
import { readDocument } from './read-document.ts';

/** A document that makes the reader take too much cannot stop itself: a thread of its own looks at the whole process. */
const WATCHDOG = `
  const { workerData } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  const limit = new Int32Array(workerData.limit);
  setInterval(() => {
    const megabytes = process.memoryUsage.rss() / 1048576;
    if (limit[0] === 0 || megabytes <= limit[0]) return;
    writeSync(2, workerData.word);
    process.kill(process.pid, 'SIGKILL');
  }, 20);
`;

const limit = new SharedArrayBuffer(4);
const watchdog = new Worker(WATCHDOG, { eval: true, workerData: { limit, word: OVER_MEMORY } });
watchdog.unref();

// The terminal sends SIGINT to the whole group: whether work stops is the parent's decision.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));
process.on('message', ({ id, job }: ToReader) => {
  Atomics.store(new Int32Array(limit), 0, job.load.memoryMb);
  void readDocument(job)
    .catch((error: unknown): ReadReply['input'] => {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', stage: 'load', reason: `cannot be read: ${reason}` };
    })
    .then((input) => {
      if (process.connected) process.send?.({ id, input } satisfies ReadReply);
    });
});
