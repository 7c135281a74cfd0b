// One worker, with sampling, grammar and log-probabilities, against llama-batched-bench on one thread, which does none of it:
//   node benchmarks/engine/worker-speed.mjs [--documents 64] [--width 8] [--repetitions 3] [--model FILE.gguf]
// The peer is compiled in seconds from the source that node-llama-cpp carries and linked with the very libraries that the worker
// loads, so that both run the same kernels. Needs git and g++. Both are timed in turns, by CPU seconds and by the clock: on a
// machine that does other work only the CPU seconds mean something.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../../dist/models/shelf/cache-folder.js';
import { openDataset } from '../../dist/datasets/open-dataset.js';
import { HEADER_FIELDS } from '../../dist/invoices/fields.js';
import { createLlamaRuntime } from '../../dist/runtimes/llama/llama-runtime.js';
import { loadPrompt } from '../../dist/spec/definitions.js';
import { renderPrompt } from '../../dist/stages/prompt.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '64' },
    width: { type: 'string', default: '8' },
    repetitions: { type: 'string', default: '3' },
    model: { type: 'string', default: join(root, 'models/assay-extract-f16.gguf') },
  },
});
const width = Number(values.width);
const cohorts = Math.ceil(Number(values.documents) / width);
const TICKS_PER_SECOND = 100;

const peer = buildPeer();
const requests = await loadRequests(cohorts * width);
const rows = [];
for (let repetition = 0; repetition < Number(values.repetitions); repetition += 1) {
  const own = await measureWorker();
  const other = measurePeer(own);
  rows.push({ cpu: other.cpuSeconds / own.cpuSeconds, wall: other.wallSeconds / own.wallSeconds });
  print(own, other);
}
console.log(
  `worker over llama-batched-bench, median of ${rows.length}: ${median(rows.map(({ cpu }) => cpu)).toFixed(2)} by CPU seconds, ` +
    `${median(rows.map(({ wall }) => wall)).toFixed(2)} by the clock`,
);

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function print(own, other) {
  const per = (seconds) => `${(1000 * seconds).toFixed(1).padStart(7)} ms`;
  const tokens = `${Math.round(own.promptTokens)} + ${Math.round(own.outputTokens)} tokens`;
  console.log(`worker ${per(own.cpuSeconds)} CPU ${per(own.wallSeconds)} wall per document of ${tokens}`);
  console.log(`peer   ${per(other.cpuSeconds)} CPU ${per(other.wallSeconds)} wall`);
}

async function loadRequests(count) {
  const dataset = await openDataset(join(root, 'datasets'), { name: 'invoices-v1', split: 'test', path: null });
  const prompt = await loadPrompt('verbatim-json', join(root, 'prompts'));
  const documents = await Promise.all(dataset.ids.slice(0, count).map((id) => dataset.load(id)));
  // As in a run: only what the dataset labels is asked for.
  const labels = (field) => documents.some(({ truth }) => (truth.fields[field]?.state ?? 'unknown') !== 'unknown');
  const fields = Object.keys(HEADER_FIELDS).filter(labels);
  return documents.map(({ text }) => renderPrompt(prompt, { documentText: text, fields, maxTokens: 384, grammar: true }));
}

async function measureWorker() {
  const model = await createLlamaRuntime().load({
    modelPath: values.model,
    width,
    contextTokens: 1536,
    threads: 1,
    gpu: false,
    kvCacheType: 'F16',
    engine: 'lockstep',
  });
  const cpuSeconds = () => {
    const fields = readFileSync(`/proc/${model.pid}/stat`, 'utf8').split(' ');
    return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
  };
  try {
    const counts = await model.countTokens(requests);
    const sorted = [...requests.keys()].sort((a, b) => counts[b] - counts[a]).map((index) => requests[index]);
    await model.generate(sorted.slice(0, width));
    const [cpuBefore, wallBefore] = [cpuSeconds(), performance.now()];
    let [promptTokens, outputTokens] = [0, 0];
    for (let start = 0; start < sorted.length; start += width) {
      const { generations } = await model.generate(sorted.slice(start, start + width));
      for (const one of generations) {
        promptTokens += one.promptTokens;
        outputTokens += one.outputTokens ?? 0;
      }
    }
    const share = (value) => value / sorted.length;
    return {
      cpuSeconds: share(cpuSeconds() - cpuBefore),
      wallSeconds: share((performance.now() - wallBefore) / 1000),
      promptTokens: share(promptTokens),
      outputTokens: share(outputTokens),
    };
  } finally {
    await model[Symbol.asyncDispose]();
  }
}

/** The same lengths and width. What one batch takes less is what starting takes. */
function measurePeer({ promptTokens, outputTokens }) {
  const [prompt, output] = [Math.round(promptTokens), Math.round(outputTokens)];
  const run = (batches) => {
    const sizes = ['-npp', prompt, '-ntg', output, '-npl', Array(batches).fill(width).join(',')];
    const context = ['-c', Math.ceil((prompt + output) / 256) * 256 * width, '-b', 512, '-ub', 512];
    const args = ['-m', values.model, ...context, ...sizes, '-t', 1, '-tb', 1, '-fa', 'on', '--output-format', 'jsonl'];
    const timed = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time "$0" "$@"`, peer, ...args.map(String)], {
      encoding: 'utf8',
    });
    const [user, system] = (timed.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    const lines = timed.stdout.split('\n').filter((line) => line.startsWith('{'));
    return { cpu: user + system, wall: lines.map((line) => JSON.parse(line).t) };
  };
  const [one, all] = [run(1), run(cohorts + 1)];
  return {
    cpuSeconds: (all.cpu - one.cpu) / cohorts / width,
    wallSeconds: median(all.wall) / width,
  };
}

function buildPeer() {
  const folder = join(cacheFolder(), 'benchmarks');
  const [source, built] = [join(folder, 'llama.cpp'), join(folder, 'prebuilt')];
  const program = join(built, 'llama-batched-bench');
  if (existsSync(program)) return program;
  mkdirSync(built, { recursive: true });
  const bundle = join(root, 'node_modules/node-llama-cpp/llama/gitRelease.bundle');
  if (!existsSync(source)) execFileSync('git', ['-c', 'advice.detachedHead=false', 'clone', '-q', bundle, source], { stdio: 'ignore' });
  const system = `linux-${process.arch}`;
  const binaries = join(root, 'node_modules/@node-llama-cpp', system, 'bins', system);
  for (const name of readdirSync(binaries).filter((file) => file.startsWith('libggml-cpu')))
    if (!existsSync(join(built, name))) symlinkSync(join(binaries, name), join(built, name));
  const include = ['include', 'ggml/include', 'common', 'vendor', 'tools/batched-bench'].map((path) => `-I${join(source, path)}`);
  const sources = ['main.cpp', 'batched-bench.cpp'].map((file) => join(source, 'tools/batched-bench', file));
  const libraries = readdirSync(binaries).filter((file) => /^lib(llama|ggml)/.test(file) && !file.startsWith('libggml-cpu'));
  const link = [...libraries.map((file) => join(binaries, file)), `-Wl,-rpath,${binaries}`, '-lpthread'];
  execFileSync('g++', ['-O2', '-std=c++17', ...include, ...sources, '-o', program, ...link], {
    cwd: tmpdir(),
    stdio: 'inherit',
  });
  return program;
}
