// Assay's engine beside llama-server, llama-batched-bench and naive chat sessions, on the same prompts, grammar, width and
// context: npm run build && node benchmarks/peers/engines.mjs [--build] [--documents 96] [--width 4] [--throughput-width 4] [--rounds 3]
//   [--sides assay,server,bench,naive], or of assay's own: one, all, reproducible, throughput; [--slots 4,8,16] and
//   [--server-threads 2] [--server-ubatch 256,512] of llama-server; [--batch 256] tokens of assay's, [--drafts 0] guessed ahead in every step; [--naive-threads 1,2] and [--naive-seconds 20] of chat sessions
// Beside the clock every side but batched-bench is measured in processor time: on a machine that does other work only that
// means something.
// Peers come from the source that node-llama-cpp ships, compiled with the options of `assay engine build`; --build makes
// them (minutes), PEERS_BIN names a folder that has them. Sides take turns; every ratio is the median of paired rounds.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LlamaChatSession } from 'node-llama-cpp';
import { openDataset } from '../../dist/datasets/open-dataset.js';
import { selectDocuments } from '../../dist/datasets/select-documents.js';
import { HEADER_FIELDS } from '../../dist/invoices/fields.js';
import { resolveModel } from '../../dist/models/shelf/resolve-model.js';
import { packageRoot } from '../../dist/models/package-root.js';
import { renderAnswerGrammar } from '../../dist/runtimes/llama/answer-grammar.js';
import { makePromptTokenizer } from '../../dist/runtimes/llama/chat-prompt.js';
import { createLlamaRuntime } from '../../dist/runtimes/llama/llama-runtime.js';
import { engineFolder, readEngineUse } from '../../dist/runtimes/llama/native/engine-choice.js';
import { openEngine } from '../../dist/runtimes/llama/open-engine.js';
import { loadPrompt } from '../../dist/spec/definitions.js';
import { cohortsInHand, documentsAtATime } from '../../dist/schedule/hand-out.js';
import { renderPrompt } from '../../dist/stages/prompt.js';
import { buildPeers } from './build-peers.mjs';

const { values: options } = parseArgs({
  options: {
    build: { type: 'boolean', default: false },
    documents: { type: 'string', default: '96' },
    width: { type: 'string', default: '4' },
    'throughput-width': { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    'naive-threads': { type: 'string', default: `1,${availableParallelism()}` },
    'naive-seconds': { type: 'string', default: '20' },
    quantization: { type: 'string', default: 'F16' },
    slots: { type: 'string', default: '4,8,16' },
    'server-threads': { type: 'string', default: String(availableParallelism()) },
    'server-ubatch': { type: 'string', default: '512' },
    batch: { type: 'string', default: '256' },
    drafts: { type: 'string', default: '0' },
    sides: { type: 'string', default: 'assay,server,bench,naive' },
  },
});
const [documents, width, rounds] = [options.documents, options.width, options.rounds].map(Number);
const sides = new Set(options.sides.split(','));
const cores = availableParallelism();
if (options.build) await buildPeers();
const peers = process.env.PEERS_BIN ?? join(engineFolder(), 'objects', 'cpu', 'bin');
if (sides.has("server") && !existsSync(join(peers, 'llama-server'))) {
  console.error(`no llama-server in ${peers}: run with --build`);
  process.exit(3);
}

const root = packageRoot();
const model = await resolveModel({ model: 'assay-extract', quantization: options.quantization, file: null });
const dataset = await openDataset(join(root, 'datasets'), { name: 'invoices-v1', path: null, split: 'test', documents });
const prompt = await loadPrompt('verbatim-json', join(root, 'prompts'));
const requests = [];
const { truth: firstTruth } = await dataset.load(dataset.ids[0]);
const fields = Object.keys(HEADER_FIELDS).filter((field) => field in firstTruth.fields);
for (const id of selectDocuments(dataset.ids, documents, 7)) {
  const { text } = await dataset.load(id);
  requests.push(renderPrompt(prompt, { documentText: text, fields, maxTokens: 256, grammar: true }));
}
// The tokens that Assay's worker would see, so that every side decodes the same ones.
// The same build that Assay's workers run.
const llama = await openEngine(false, cores);
const vocabulary = await llama.loadModel({ modelPath: model.path, vocabOnly: true });
const tokenize = makePromptTokenizer(vocabulary, model.path);
const tokens = requests.map(({ messages }) => tokenize(messages));
await vocabulary.dispose();
const order = tokens.map((_, i) => i).sort((a, b) => tokens[b].length - tokens[a].length);
const longest = Math.max(...tokens.map(({ length }) => length));
const contextTokens = Math.ceil((longest + 256 + 1) / 256) * 256;
const common = tokens.reduce((least, list) => {
  let same = 0;
  while (same < least && list[same] === tokens[0][same]) same += 1;
  return same;
}, tokens[0].length - 1);
// A run shares no fewer: see LEAST_SHARED_TOKENS.
const shared = common < 32 ? 0 : common;
const grammar = renderAnswerGrammar(requests[0].shape);

/** Milliseconds of processor time that these processes have taken. */
function processorMs(pids) {
  const ticks = pids.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, count) => sum + count, 0) * 10;
}

/** Documents per second and tokens per second of Assay's workers, loaded before the clock starts. */
async function runAssay({ workers, scheduling, sharedTokens, width = Number(options.width) }) {
  const runtime = createLlamaRuntime();
  const load = { modelPath: model.path, width, contextTokens, threads: 1, gpu: false, kvCacheType: 'F16', engine: 'lockstep', batchTokens: Number(options.batch), draftTokens: Number(options.drafts) };
  const models = [];
  for (let i = 0; i < workers; i += 1) models.push(await runtime.load({ ...load, scheduling, sharedTokens }));
  // As in a run: refilled slots are handed few documents at a time, and always more than they are.
  const determinism = scheduling === 'continuous' ? 'throughput' : 'reproducible';
  const size = documentsAtATime(width, determinism);
  const queue = [];
  for (let start = 0; start < order.length; start += size) queue.push(order.slice(start, start + size));
  const hands = cohortsInHand({ spec: { run: { determinism } }, batch: { width }, cohorts: queue });
  let [promptTokens, outputTokens] = [0, 0];
  const startMs = performance.now();
  const pids = models.map(({ pid }) => pid);
  const before = processorMs(pids);
  const feed = async (loaded, ahead) => {
    // What one worker takes ahead the others cannot have.
    const next = () => (ahead && queue.length < workers ? undefined : queue.shift());
    for (let cohort = next(); cohort !== undefined; cohort = next()) {
      const { generations } = await loaded.generate(cohort.map((i) => requests[i]));
      for (const answer of generations) {
        promptTokens += answer.promptTokens;
        outputTokens += answer.outputTokens ?? 0;
      }
    }
  };
  await Promise.all(models.flatMap((loaded) => Array.from({ length: hands }, (_, hand) => feed(loaded, hand > 0))));
  const seconds = (performance.now() - startMs) / 1000;
  const cpuMsPerDocument = (processorMs(pids) - before) / documents;
  const { engine } = models[0].description;
  await Promise.all(models.map((loaded) => loaded[Symbol.asyncDispose]()));
  const lengths = { prompt: Math.round(promptTokens / documents), output: Math.round(outputTokens / documents) };
  return { documentsPerSecond: documents / seconds, cpuMsPerDocument, tokensPerSecond: (promptTokens + outputTokens) / seconds, lengths, engine };
}

/** llama-server with flags that favour it: explicit slots, no unified cache, one warm request per slot, prefixes cached. */
async function runServer({ threads, slots, ubatch }) {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const flags = `-np ${slots} -c ${slots * contextTokens} -no-kvu -fa on -b 2048 -ub ${ubatch} -ctk f16 -ctv f16 -t ${threads} --fit off --cache-ram 0 --host 127.0.0.1 --port ${port}`;
  const server = spawn(join(peers, 'llama-server'), ['-m', model.path, ...flags.split(' ')], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  try {
    for (let tries = 0; ; tries += 1) {
      const alive = await fetch(`${url}/health`).then((answer) => answer.ok, () => false);
      if (alive) break;
      if (tries > 300 || server.exitCode !== null) throw new Error('llama-server does not start');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const ask = async (i, id_slot) => {
      const body = { prompt: tokens[i], n_predict: 256, temperature: 0, n_probs: 1, grammar, cache_prompt: true, id_slot };
      const answer = await fetch(`${url}/completion`, { method: 'POST', body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`llama-server: ${answer.status} ${await answer.text()}`);
      return await answer.json();
    };
    await Promise.all(Array.from({ length: slots }, (_, slot) => ask(order[0], slot)));
    const queue = [...order];
    const startMs = performance.now();
    const before = processorMs([server.pid]);
    const feed = async (slot) => {
      for (let i = queue.shift(); i !== undefined; i = queue.shift()) await ask(i, slot);
    };
    await Promise.all(Array.from({ length: slots }, (_, slot) => feed(slot)));
    const cpuMsPerDocument = (processorMs([server.pid]) - before) / documents;
    return { documentsPerSecond: (documents * 1000) / (performance.now() - startMs), cpuMsPerDocument };
  } finally {
    server.kill('SIGKILL');
  }
}

/**
 * Tokens per second of llama-batched-bench, prompts and answers together: no sampling, no grammar. As many documents of the mean lengths as
 * the other sides decode, so that clocks and caches are those of steady work.
 */
function runBatchedBench({ threads, lengths }) {
  const { prompt: npp, output: ntg } = lengths;
  const batches = Array(Math.ceil(documents / width)).fill(width).join(',');
  const flags = `-c ${width * (npp + ntg + 8)} -b 2048 -ub 512 -npp ${npp} -ntg ${ntg} -npl ${batches} -t ${threads} -fa on --output-format jsonl`;
  // Once in a while it ends without a result: that run is made again, and said.
  for (let tries = 1; ; tries += 1) {
    const { stdout, status, signal, stderr } = spawnSync(join(peers, 'llama-batched-bench'), ['-m', model.path, ...flags.split(' ')], { encoding: 'utf8' });
    const lines = stdout.split('\n').filter((text) => text.startsWith('{'));
    const parts = lines.map((line) => JSON.parse(line));
    const seconds = parts.reduce((sum, { t }) => sum + t, 0);
    if (seconds > 0) return { tokensPerSecond: (parts.length * width * (npp + ntg)) / seconds };
    const why = `llama-batched-bench ended without a result (${signal ?? status}): ${stderr.trim().split('\n').at(-1)}`;
    if (tries === 3) throw new Error(why);
    console.error(why);
  }
}

/**
 * One chat session after the other, as the library's introduction shows it, until the time is up: at least one answer. Left to itself the
 * library takes a thread per core; a small model is many times slower so, since the threads of the binary that the package ships
 * are started anew for every token. One thread is the kinder comparison.
 */
async function runNaive({ threads, seconds }) {
  const loaded = await llama.loadModel({ modelPath: model.path, gpuLayers: 0 });
  const context = await loaded.createContext({ contextSize: contextTokens, threads });
  const compiled = await llama.createGrammar({ grammar, stopGenerationTriggers: ['}'] });
  const startMs = performance.now();
  const before = process.cpuUsage();
  const elapsedMs = () => performance.now() - startMs;
  // Every length has its share among the few.
  const few = Array.from({ length: Math.min(documents, 16) }, (_, at, all = Math.min(documents, 16)) => order[Math.floor(((at + 0.5) * documents) / all)]);
  let [count, answered] = [0, 0];
  for (const i of few) {
    if (count > 0 && elapsedMs() > seconds * 1000) break;
    const sequence = context.getSequence();
    const [system, user] = requests[i].messages.length > 1 ? requests[i].messages : [{ content: '' }, requests[i].messages[0]];
    const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: system.content });
    // An answer that would take all the time left, and more, is cut off and counts by the share of tokens that it got to.
    let written = 0;
    const signal = AbortSignal.timeout(Math.ceil(Math.max(1000, 2 * seconds * 1000 - elapsedMs())));
    const onToken = (list) => void (written += list.length);
    await session.prompt(user.content, { grammar: compiled, temperature: 0, maxTokens: 256, signal, stopOnAbortSignal: true, onToken });
    count += 1;
    answered += signal.aborted ? Math.min(1, written / NAIVE_TOKENS) : 1;
    session.dispose();
    sequence.dispose();
  }
  const rate = (answered * 1000) / elapsedMs();
  const { user, system } = process.cpuUsage(before);
  await context.dispose();
  await loaded.dispose();
  return { documentsPerSecond: rate, cpuMsPerDocument: (user + system) / 1000 / answered, answered };
}

/** About what an answer has: only for answers that are cut off. */
const NAIVE_TOKENS = 110;
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const measured = {};
const note = (name, result) => {
  (measured[name] ??= []).push(result);
  const rate = result.documentsPerSecond === undefined ? '' : `${result.documentsPerSecond.toFixed(1)} documents/s  `;
  const cpu = result.cpuMsPerDocument === undefined ? '' : `${result.cpuMsPerDocument.toFixed(0)} ms of processor time each  `;
  console.error(`${name}: ${rate}${cpu}${result.tokensPerSecond === undefined ? '' : `${result.tokensPerSecond.toFixed(0)} tokens/s`}`);
};
for (let round = 0; round < rounds; round += 1) {
  let lengths = { prompt: Math.round(tokens.reduce((sum, list) => sum + list.length, 0) / documents), output: 90 };
  const assay = async (side, name, setting) => {
    if (!sides.has('assay') && !sides.has(side)) return;
    const result = await runAssay(setting);
    lengths = result.lengths;
    note(name, result);
  };
  // Slots are refilled: batched-bench waits for no longest answer either, since all of its have one length.
  await assay('one', 'assay, one worker, no shared prefix', { workers: 1, scheduling: 'continuous', sharedTokens: 0 });
  await assay('all', 'assay, all workers, no shared prefix', { workers: cores, scheduling: 'continuous', sharedTokens: 0 });
  await assay('reproducible', 'assay, reproducible', { workers: cores, scheduling: 'cohorts', sharedTokens: shared });
  await assay('throughput', 'assay, throughput', { workers: cores, scheduling: 'continuous', sharedTokens: shared, width: Number(options['throughput-width']) });
  if (sides.has('server')) {
    for (const slots of options.slots.split(',').map(Number))
      for (const threads of options['server-threads'].split(',').map(Number))
        for (const ubatch of options['server-ubatch'].split(',').map(Number))
          note(`llama-server, ${slots} slots, ${threads} threads, ubatch ${ubatch}`, await runServer({ threads, slots, ubatch }));
  }
  if (sides.has('bench')) {
    for (const threads of new Set([1, cores])) note(`batched-bench, ${threads} threads`, runBatchedBench({ threads, lengths }));
  }
  if (sides.has('naive')) {
    for (const threads of new Set(options['naive-threads'].split(',').map(Number)))
      note(`naive chat sessions, ${threads} threads`, await runNaive({ threads, seconds: Number(options['naive-seconds']) }));
  }
}

/**
 * Median over rounds of a side's rate over that of the best of the others in the same round. The best is the one with the best median: the largest of
 * several in each round would be the luckiest.
 */
const ratio = (name, others, member, isBetter = (a, b) => a > b) => {
  const ratesOf = (side) => measured[side]?.map((result) => result[member]);
  const known = others.filter((other) => measured[other] !== undefined);
  if (measured[name] === undefined || known.length === 0) return null;
  const best = known.reduce((a, b) => (isBetter(median(ratesOf(b)), median(ratesOf(a))) ? b : a));
  return Number(median(ratesOf(name).map((rate, round) => rate / ratesOf(best)[round])).toFixed(3));
};
const servers = Object.keys(measured).filter((name) => name.startsWith('llama-server'));
const naive = Object.keys(measured).filter((name) => name.startsWith('naive'));
const inverse = (value) => (value === null ? null : Number((1 / value).toFixed(3)));
const benches = Object.keys(measured).filter((name) => name.startsWith('batched-bench'));
const report = {
  machine: { cpu: cpus()[0]?.model, cores },
  engine: Object.values(measured).find(([result]) => result.engine)?.[0].engine ?? null,
  use: readEngineUse(),
  model: { quantization: model.quantization, sha256: model.sha256 },
  documents,
  width,
  contextTokens,
  sharedTokens: shared,
  lengths: Object.values(measured).find(([result]) => result.lengths)?.[0].lengths ?? null,
  rounds,
  medians: Object.fromEntries(
    Object.entries(measured).map(([name, results]) => [
      name,
      Object.fromEntries(
        ['documentsPerSecond', 'cpuMsPerDocument', 'tokensPerSecond', 'answered'].flatMap((member) =>
          results[0][member] === undefined ? [] : [[member, Number(median(results.map((result) => result[member])).toFixed(1))]],
        ),
      ),
    ]),
  ),
  ratios: {
    'throughput / best llama-server (target 1.3)': ratio('assay, throughput', servers, 'documentsPerSecond'),
    'reproducible / throughput (target 0.85)': ratio('assay, reproducible', ['assay, throughput'], 'documentsPerSecond'),
    ...Object.fromEntries(
      naive.flatMap((name) => [
        [`reproducible / ${name} (target 4)`, ratio('assay, reproducible', [name], 'documentsPerSecond')],
      ]),
    ),
    'processor time of the best llama-server / throughput': inverse(ratio('assay, throughput', servers, 'cpuMsPerDocument', (a, b) => a < b)),
    'one worker / batched-bench -t 1 (target 0.80)': ratio('assay, one worker, no shared prefix', ['batched-bench, 1 threads'], 'tokensPerSecond'),
    'all workers / best batched-bench (target 0.90)': ratio('assay, all workers, no shared prefix', benches, 'tokensPerSecond'),
  },
};
console.log(JSON.stringify(report, null, 2));
await llama.dispose();
