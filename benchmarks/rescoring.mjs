// Memory of `assay score` by the size of the run: npm run build, then
//   node benchmarks/rescoring.mjs [RECORDS...]        1,000, 10,000 and 100,000 unless told; writes about 4 kB a record into the temporary folder
// A run of one variant over so many documents is made on the simulated runtime; then it is scored again twice, each time in a process of
// its own: as it stands, and with the first outcome of every tenth record spoilt, so that summary and page are made anew.
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { writeExperiment } from './write-experiment.mjs';

const dist = '../dist';
const main = fileURLToPath(new URL(`${dist}/main.js`, import.meta.url));
const sizes = process.argv.slice(2).map(Number);
for (const records of sizes.length === 0 ? [1000, 10_000, 100_000] : sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-rescoring-'));
  try {
    const run = await makeRun(folder, records);
    const same = await score(folder, run, '--dry-run');
    await spoil(join(run, 'records.jsonl'));
    const spoilt = await score(folder, run, '--dry-run');
    const written = await score(folder, run);
    console.log(JSON.stringify({ records, unchanged: same, tenthChanged: spoilt, withSummaryAndPage: written }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A finished run of so many records. */
async function makeRun(folder, records) {
  const [{ runExperiment }, { createSimulatedRuntime }] = await Promise.all([
    import(`${dist}/schedule/run-experiment.js`),
    import(`${dist}/runtimes/simulated.js`),
  ]);
  const experiment = writeExperiment(folder, { split: 'train', documents: records });
  const engine = {
    runtime: createSimulatedRuntime(),
    version: 'simulated 1',
    planWidth: async ({ cap }) => ({ width: Math.min(cap, 8), predictedBytes: 1, freeBytes: 1e9 }),
  };
  const quiet = { start() {}, advance() {}, finish() {}, note() {} };
  const { signal } = new AbortController();
  const options = { experiment, results: join(folder, 'results'), again: false, engine, progress: quiet, signal };
  const made = await runExperiment({ ...options, now: () => performance.now() });
  return made.folder;
}

/** Scores a run again in a process of its own: its seconds and its peak of resident memory. */
async function score(folder, run, ...flags) {
  const startMs = performance.now();
  const child = spawn(process.execPath, [main, 'score', run, '--json', ...flags], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  let peakBytes = 0;
  const look = () => {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      peakBytes = Math.max(peakBytes, Number(kilobytes ?? 0) * 1024);
    } catch {}
  };
  const timer = setInterval(look, 20);
  await once(child, 'close');
  clearInterval(timer);
  const { exitCode, records, changedRecords } = JSON.parse(text);
  const seconds = Number(((performance.now() - startMs) / 1000).toFixed(1));
  return { exitCode, records, changedRecords, seconds, peakMegabytes: Math.round(peakBytes / 1e6) };
}

/** What an earlier scorer may have said: in every tenth record the first field has another outcome. */
async function spoil(path) {
  const out = createWriteStream(`${path}.spoilt`);
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    number += 1;
    const text = number % 10 === 0 ? line.replace(/"outcome":"(\w+)"/, (_, was) => `"outcome":"${was === 'TP' ? 'FD' : 'TP'}"`) : line;
    if (!out.write(`${text}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  renameSync(`${path}.spoilt`, path);
}
