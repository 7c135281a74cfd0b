import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { bootstrapMeans } from '../../src/statistics/bootstrap.ts';
import { blocksOf } from '../../src/statistics/resample-counts.ts';

const RESAMPLES = 1000;
const seed = 11;
const vectors = [0.1, 0.37, 0.93].map((share) =>
  Float64Array.from({ length: 97 }, (_, i) => ((i * share) % 1 < 0.4 ? -((i % 7) / 7) : 0)),
);
const COMPILED = pathToFileURL(resolve('dist/statistics/bootstrap.js')).href;
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.compiled).then(({ bootstrapMeans }) => parentPort.postMessage(bootstrapMeans(workerData.vectors, workerData.options)));
`;

test.each([1, 4])('the same seed gives the same digits from %i worker threads', async (workers) => {
  const blocks = Array.from({ length: blocksOf(RESAMPLES) }, (_, block) => block);
  const parts = await Promise.all(
    Array.from({ length: workers }, (_, worker) => resample(blocks.filter((block) => block % workers === worker))),
  );
  const whole = bootstrapMeans(vectors, { seed, resamples: RESAMPLES });
  for (const [v, means] of whole.entries()) {
    expect(means.some((mean) => mean !== 0)).toBe(true);
    // A block that a worker did not compute stays 0.
    expect(means.map((_, b) => parts.reduce((sum, part) => sum + (part[v]?.[b] ?? 0), 0))).toEqual(means);
  }
});

async function resample(blocks: readonly number[]): Promise<Float64Array[]> {
  const options = { seed, resamples: RESAMPLES, blocks };
  const worker = new Worker(PROGRAM, { eval: true, workerData: { compiled: COMPILED, vectors, options } });
  return new Promise((done, fail) => {
    worker.once('message', done);
    worker.once('error', fail);
  });
}
