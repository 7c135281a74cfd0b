// What Assay itself costs: npm run build, then
//   node benchmarks/overhead.mjs run RUN_FOLDER...       time outside decoding and sampling, from a real run's own records
//   node benchmarks/overhead.mjs journal [DOCUMENTS]     a run over many short documents on the simulated runtime
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [what, ...rest] = process.argv.slice(2);
if (what === 'run' && rest.length > 0) for (const folder of rest) console.log(JSON.stringify(overheadOf(folder), null, 2));
else if (what === 'journal') console.log(JSON.stringify(await journalRun(Number(rest[0] ?? 100_000)), null, 2));
else {
  console.error('run RUN_FOLDER..., or journal [DOCUMENTS]');
  process.exit(2);
}

/** Worker seconds of the steady state that were neither decoding nor loading, as a share; start-up apart. */
function overheadOf(folder) {
  const lines = (name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  const { batch } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const events = lines('events.jsonl');
  const timeOf = (event) => Date.parse(event.at);
  const [start, end] = [events.find(({ kind }) => kind === 'run-start'), events.findLast(({ kind }) => kind === 'run-end')];
  const loads = events.filter(({ kind }) => kind === 'worker-ready');
  const cohorts = new Map();
  for (const { variant, epoch, cohort, cohortMs } of lines('records.jsonl')) cohorts.set(`${variant}/${epoch}/${cohort}`, cohortMs);
  const decodeMs = [...cohorts.values()].reduce((sum, ms) => sum + ms, 0);
  // Every worker's first load is start-up; the loads of later variants stand between two batches.
  const first = loads.slice(0, batch.replicas);
  const laterMs = loads.slice(batch.replicas).reduce((sum, { loadMs }) => sum + loadMs, 0);
  const steadyMs = first.reduce((sum, ready) => sum + timeOf(end) - timeOf(ready), 0);
  return {
    run: folder,
    cohorts: cohorts.size,
    workers: batch.replicas,
    startSeconds: (timeOf(first[0]) - timeOf(start)) / 1000,
    steadyWorkerSeconds: steadyMs / 1000,
    decodeWorkerSeconds: decodeMs / 1000,
    laterLoadWorkerSeconds: laterMs / 1000,
    shareOutsideDecode: Number((1 - (decodeMs + laterMs) / steadyMs).toFixed(4)),
  };
}

/** Records per second and memory of the main process, with everything but a model: prompts, scoring, journal, collection. */
async function journalRun(count) {
  const dist = '../dist';
  const [{ prepareRun }, { measure }, { RecordCollector }, { createSimulatedRuntime }, { createProgress }, { writeExperiment }] =
    await Promise.all([
      import(`${dist}/schedule/prepare-run.js`),
      import(`${dist}/schedule/measure.js`),
      import(`${dist}/compare/record-collector.js`),
      import(`${dist}/runtimes/simulated.js`),
      import(`${dist}/core/progress.js`),
      import('./write-experiment.mjs'),
    ]);
  const folder = mkdtempSync(join(tmpdir(), 'assay-overhead-'));
  const progress = createProgress({ stream: { write: () => {} }, isTty: false, now: () => performance.now() });
  try {
    const prepared = await prepareRun({ experiment: writeExperiment(folder, { fields: ['invoiceNumber', 'issueDate', 'grossTotal'] }), results: folder, progress });
    // Many documents out of few: what is measured is the way of a record, not the making of invoices.
    const originals = await Promise.all(prepared.documents.map((id) => prepared.dataset.load(id)));
    const documents = Array.from({ length: count }, (_, i) => `d-${String(i).padStart(7, '0')}`);
    const original = (id) => originals[Number(id.slice(2)) % originals.length];
    const dataset = { ...prepared.dataset, ids: documents, load: async (id) => ({ ...original(id), truth: { ...original(id).truth, id } }) };
    const inputs = { read: async (id) => ({ kind: 'read', text: original(id).text }), readAhead() {} };
    const width = 4;
    const cohorts = [];
    for (let start = 0; start < count; start += width) cohorts.push(documents.slice(start, start + width));
    const run = { ...prepared, dataset, documents, inputs };
    const manifest = {
      identity: 'overhead',
      spec: prepared.spec,
      dataset: { digest: '', documents },
      // The longest prompt as a plan counts it: no document is counted again.
      batch: { width, contextTokens: 1024, replicas: 2, threads: 1, freeBytes: 1, longestPrompt: 700 },
      fields: prepared.fields,
      cohorts,
      device: { name: 'simulated', kind: 'cpu' },
    };
    const model = { ms: 0 };
    const engine = { runtime: timed(createSimulatedRuntime(), model), version: 'simulated', planWidth: async () => ({ width, predictedBytes: 1, freeBytes: 1 }) };
    let peakBytes = 0;
    const timer = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 100);
    const startMs = performance.now();
    const startCpu = process.cpuUsage();
    const { signal } = new AbortController();
    await measure({ run, manifest, folder, records: new RecordCollector(), engine, progress, signal });
    const seconds = (performance.now() - startMs) / 1000;
    const { user, system } = process.cpuUsage(startCpu);
    clearInterval(timer);
    const records = count * prepared.spec.variants.length;
    const journalOnly = await journalAlone(folder, count);
    return {
      documents: count,
      records,
      seconds: Number(seconds.toFixed(1)),
      recordsPerSecond: Math.round(records / seconds),
      recordsPerCpuSecond: Math.round((records * 1e6) / (user + system)),
      // What the simulated model takes of this very process, where a real one has a process of its own.
      modelSeconds: Number((model.ms / 1000).toFixed(1)),
      recordsPerSecondWithoutModel: Math.round(records / (seconds - model.ms / 1000)),
      peakMegabytes: Math.round(peakBytes / 1e6),
      journalAloneRecordsPerSecond: journalOnly,
      journalMegabytes: Math.round(statSync(join(folder, 'records.jsonl')).size / 1e6),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The runtime with the time that its models take; the simulated one answers before its promise is returned. */
function timed(runtime, total) {
  return {
    ...runtime,
    async load(request) {
      const model = await runtime.load(request);
      const generate = (requests) => {
        const startMs = performance.now();
        const result = model.generate(requests);
        total.ms += performance.now() - startMs;
        return result;
      };
      return Object.assign(Object.create(model), { generate });
    },
  };
}

/** The journal by itself: the same records again, eight at a time as they came, synced as in a run. */
async function journalAlone(folder, count) {
  const { Journal, readJournal } = await import('../dist/records/journal.js');
  const records = [];
  for await (const record of readJournal(join(folder, 'records.jsonl'))) if (records.push(record) === 4000) break;
  const startMs = performance.now();
  const journal = await Journal.open(join(folder, 'alone.jsonl'));
  for (let written = 0; written < count; written += 8) {
    const at = written % (records.length - 8);
    await journal.append(records.slice(at, at + 8));
  }
  await journal.sync();
  const seconds = (performance.now() - startMs) / 1000;
  await journal[Symbol.asyncDispose]();
  return Math.round(count / seconds);
}
