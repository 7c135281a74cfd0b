import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Bench } from 'tinybench';
import { Random } from '../src/core/random.ts';
import { bootstrapMeans } from '../src/statistics/bootstrap.ts';
import { percentileInterval } from '../src/statistics/bootstrap-interval.ts';
import { meanOf } from '../src/statistics/moments.ts';

// 10,000 resamples x 1,000 documents x 20 comparisons, beside scipy on the same data in the same run.
const DOCUMENTS = 1000;
const COMPARISONS = 20;
const RESAMPLES = 10_000;
const TARGET_SECONDS = 0.15;
const TARGET_RATIO = 5;

function comparisons(name: string, share: number, documents = DOCUMENTS): Float64Array[] {
  const random = Random.stream(1, 'benchmark', name);
  const value = (): number => (random.chance(share) ? random.real() - 0.5 : 0);
  return Array.from({ length: COMPARISONS }, () => Float64Array.from({ length: documents }, value));
}

function intervals(vectors: readonly Float64Array[]): (readonly [number, number])[] {
  const means = bootstrapMeans(vectors, { seed: 1, resamples: RESAMPLES });
  return means.map((replicates, v) => percentileInterval({ value: meanOf(vectors[v]!), replicates, level: 0.95 }));
}

interface Peer {
  library: string;
  scipySeconds: number;
  numpySeconds: number;
  intervals: [number, number][];
}

/** A Python with scipy: the one named in ASSAY_PYTHON, or the machine's. */
function peer(vectors: readonly Float64Array[]): Peer | null {
  const python = [process.env['ASSAY_PYTHON'], '/usr/bin/python3', 'python3'].find(
    (each) => each !== undefined && (each === 'python3' || existsSync(each)),
  );
  const script = new URL('../../../../benchmarks/peers/scipy-bootstrap.py', import.meta.url).pathname;
  const input = JSON.stringify({ vectors: vectors.map((vector) => [...vector]), resamples: RESAMPLES });
  const { status, stdout } = spawnSync(python ?? 'python3', [script], { input, encoding: 'utf8', maxBuffer: 1 << 26 });
  return status === 0 ? (JSON.parse(stdout) as Peer) : null;
}

/** Median processor time of one call: what one core does, whatever else the machine is busy with. */
function processorSeconds(work: () => void): number {
  const times = Array.from({ length: 15 }, () => {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1e6;
  });
  return times.sort((a, b) => a - b)[7]!;
}

const dense = comparisons('dense', 1);
const sparse = comparisons('sparse', 0.1);
const bench = new Bench({ iterations: 15, time: 0, warmupIterations: 3, warmupTime: 0 });
bench.add('dense: every document differs', () => void intervals(dense));
bench.add('sparse: one document in ten differs', () => void intervals(sparse));
await bench.run();
for (const task of bench.tasks) {
  const result = task.result;
  if (!('latency' in result)) throw new Error(`${task.name} did not run: ${result.state}`);
  const [median, least] = [result.latency.p50 / 1000, result.latency.min / 1000];
  const processor = processorSeconds(() => void intervals(task.name.startsWith('dense') ? dense : sparse));
  const figures = `median ${median.toFixed(3)} s, least ${least.toFixed(3)} s, processor time ${processor.toFixed(3)} s`;
  console.log(`${task.name}: ${figures}`);
}

const large = comparisons('large', 1, 100_000);
const before = process.memoryUsage().rss;
bootstrapMeans(large, { seed: 1, resamples: 256 });
const megabytes = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
console.log(`memory of ${COMPARISONS} comparisons of 100,000 documents: at most ${megabytes.toFixed(0)} MB more`);

const processor = processorSeconds(() => void intervals(dense));
const scipy = peer(dense);
if (scipy === null) {
  console.log('no Python with scipy here: set ASSAY_PYTHON to compare');
} else {
  const ours = intervals(dense);
  const apart = Math.max(
    ...ours.flatMap(([low, high], v) => [low - scipy.intervals[v]![0], high - scipy.intervals[v]![1]]).map(Math.abs),
  );
  const ratio = scipy.scipySeconds / processor;
  console.log(
    `${scipy.library}, processor time: bootstrap ${scipy.scipySeconds.toFixed(3)} s, matrix product ${scipy.numpySeconds.toFixed(3)} s`,
  );
  console.log(`${ratio.toFixed(1)} times as fast as scipy; bounds at most ${(100 * apart).toFixed(2)} pt apart`);
  console.log(`ratio target ${TARGET_RATIO}: ${ratio >= TARGET_RATIO ? 'met' : 'missed'}`);
}
const met = (yes: boolean): string => (yes ? 'met' : 'missed');
console.log(
  `time target ${TARGET_SECONDS} s: ${met(processor < TARGET_SECONDS)}; memory target 100 MB: ${met(megabytes < 100)}`,
);
