// What a report and the dashboard cost, from a complete run, with the compiled program:
//   node benchmarks/dashboard.mjs report RUN_FOLDER            wall time of the report, made anew and from the kept summary
//   node benchmarks/dashboard.mjs open RUN_FOLDER [RECORDS]    wall time of the first request for each page, the run blown up to so many records
//   node benchmarks/dashboard.mjs watch RUN_FOLDER [SECONDS]   processor time of the dashboard while 50 clients watch the run grow as fast as it did
// Linux only: processor times come from /proc.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLIENTS = 50;
const ROUNDS = 3;
const main = join(fileURLToPath(new URL('..', import.meta.url)), 'dist/main.js');
const [kind, given, amount] = process.argv.slice(2);
const kinds = { report, open, watch };
if (kinds[kind] === undefined || given === undefined) {
  console.error(`node benchmarks/dashboard.mjs ${Object.keys(kinds).join('|')} RUN_FOLDER [NUMBER]`);
  process.exit(2);
}
const run = resolve(given);
const work = mkdtempSync(join(tmpdir(), 'assay-dashboard-'));
try {
  await kinds[kind]();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function report() {
  for (const flags of [['--anew'], []]) {
    const out = join(work, 'page.html');
    const seconds = Array.from({ length: ROUNDS }, () => {
      const started = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [main, 'report', run, '--results', dirname(run), '--format', 'html', '--out', out, ...flags]);
      if (status !== 0) throw new Error(String(stderr));
      return (performance.now() - started) / 1000;
    });
    const size = (statSync(out).size / 1e6).toFixed(2);
    console.log(`report ${flags.join(' ') || 'kept'}: median ${median(seconds).toFixed(2)} s of ${ROUNDS}, ${size} MB`);
  }
}

async function open() {
  const [records, folder] = await blowUp(Number(amount ?? 100_000));
  const id = basename(folder);
  for (const path of ['/', `/runs/${id}`, `/runs/${id}/flips`, `/runs/${id}/documents`]) {
    const seconds = [];
    let bytes = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      // A dashboard that has just started has looked at nothing yet.
      const { url, end } = await serve(dirname(folder));
      const started = performance.now();
      const answer = await fetch(url + path);
      bytes = (await answer.text()).length;
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      seconds.push((performance.now() - started) / 1000);
      await end();
    }
    console.log(`${path.replace(id, 'RUN')} of ${records} records: median ${median(seconds).toFixed(2)} s of ${ROUNDS}, ${(bytes / 1000).toFixed(0)} kB`);
  }
}

async function watch() {
  const lines = linesOf(run);
  const cohortMs = new Map(lines.map((line) => JSON.parse(line)).map((record) => [`${record.variant}/${record.cohort}/${record.epoch}`, record.cohortMs]));
  const { batch } = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'));
  // What decoding took of the processors, without loading and scoring: the run's own time is no less.
  const decodingSeconds = [...cohortMs.values()].reduce((sum, ms) => sum + ms, 0) / 1000;
  const perSecond = (lines.length / decodingSeconds) * batch.replicas;
  const folder = join(work, basename(run));
  mkdirSync(folder);
  for (const name of ['manifest.json', 'events.jsonl']) cpSync(join(run, name), join(folder, name));
  const journal = join(folder, 'records.jsonl');
  let written = 0;
  const write = (upTo) => {
    const next = lines.slice(written, upTo);
    if (next.length > 0) appendFileSync(journal, `${next.join('\n')}\n`);
    written += next.length;
  };
  writeFileSync(journal, '');
  write(1);
  const { url, pid, end } = await serve(work);
  const agent = new http.Agent({ maxSockets: CLIENTS });
  let events = 0;
  const requests = Array.from({ length: CLIENTS }, () =>
    http.get(`${url}/api/runs/${basename(run)}/events`, { agent }, (answer) => {
      answer.setEncoding('utf8');
      answer.on('data', (text) => (events += (text.match(/^data:/gm) ?? []).length));
    }),
  );
  for (const request of requests) request.on('error', () => undefined);
  await pause(3000);
  const started = performance.now();
  const [from, before, seen] = [written, processorSeconds(pid), events];
  const timer = setInterval(() => write(from + Math.round((perSecond * (performance.now() - started)) / 1000)), 250);
  await pause(1000 * Number(amount ?? 60));
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1000;
  const spent = processorSeconds(pid) - before;
  const share = spent / (seconds * batch.replicas * (batch.threads ?? 1));
  console.log(
    `${CLIENTS} clients, ${seconds.toFixed(0)} s at ${perSecond.toFixed(1)} records/s: ${spent.toFixed(2)} s of the dashboard's processor, ${(100 * share).toFixed(2)} % of the run's; ${events - seen} events`,
  );
  for (const request of requests) request.destroy();
  agent.destroy();
  await end();
}

async function serve(results) {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--results', results], { cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise((found) => {
    let text = '';
    child.stderr.on('data', (data) => {
      text += data;
      const line = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
      if (line !== null) found(line[0]);
    });
  });
  const end = () =>
    new Promise((ended) => {
      child.once('exit', ended);
      child.kill('SIGINT');
    });
  return { url, pid: child.pid, end };
}

/** The run with every document repeated under other names, until it has so many records. */
async function blowUp(wanted) {
  const lines = linesOf(run);
  const times = Math.max(1, Math.ceil(wanted / lines.length));
  const [manifest, summary] = ['manifest.json', 'summary.json'].map((name) => JSON.parse(readFileSync(join(run, name), 'utf8')));
  const runId = `${summary.name}-cccccccccccc`;
  const folder = join(work, 'results', runId);
  mkdirSync(folder, { recursive: true });
  const named = (id, i) => (i === 0 ? id : `${id}-${i}`);
  const repeat = (ids) => Array.from({ length: times }, (_, i) => ids.map((id) => named(id, i))).flat();
  manifest.dataset.documents = repeat(manifest.dataset.documents);
  summary.dataset.documents *= times;
  for (const variant of summary.variants) variant.documents *= times;
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, runId }));
  writeFileSync(join(folder, 'summary.json'), JSON.stringify({ ...summary, runId, runFolder: folder }));
  for (const name of ['events.jsonl', 'flips.json']) cpSync(join(run, name), join(folder, name));
  const out = createWriteStream(join(folder, 'records.jsonl'));
  for (let i = 0; i < times; i += 1) {
    for (const line of lines) {
      const mark = i.toString(16).padStart(4, '0');
      const other = line.replace(/"document":"([^"]+)"/, (_, id) => `"document":"${named(id, i)}"`).replace(/"key":"..../, `"key":"${mark}`);
      if (!out.write(`${other}\n`)) await new Promise((drained) => out.once('drain', drained));
    }
  }
  await new Promise((ended) => out.end(ended));
  return [lines.length * times, folder];
}

function linesOf(folder) {
  return readFileSync(join(folder, 'records.jsonl'), 'utf8').split('\n').filter(Boolean);
}

function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
