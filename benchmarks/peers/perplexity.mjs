// Perplexity of one text by Assay's engine and by llama-perplexity, the same file and tokens:
//   npm run build && node benchmarks/peers/perplexity.mjs [QUANTIZATION]
// llama-perplexity scores the second half of each chunk after a beginning-of-sequence token; the same is done here.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import { openDataset } from '../../dist/datasets/open-dataset.js';
import { packageRoot } from '../../dist/models/package-root.js';
import { resolveModel } from '../../dist/models/shelf/resolve-model.js';
import { makeMeasuredEngine } from '../../dist/runtimes/llama/measured-engine.js';
import { engineFolder } from '../../dist/runtimes/llama/native/engine-choice.js';

const CONTEXT = 256;
const peers = process.env.PEERS_BIN ?? join(engineFolder(), 'objects', 'cpu', 'bin');
const found = await resolveModel({ model: 'assay-extract', quantization: process.argv[2] ?? 'F16', file: null });
const dataset = await openDataset(join(packageRoot(), 'datasets'), { name: 'invoices-v1', path: null, split: 'test', documents: 40 });
const texts = await Promise.all(dataset.ids.slice(0, 40).map(async (id) => (await dataset.load(id)).text));
const text = texts.join('\n');
const folder = mkdtempSync(join(tmpdir(), 'assay-perplexity-'));
writeFileSync(join(folder, 'text.txt'), text);

const flags = ['-m', found.path, '-f', join(folder, 'text.txt'), '-c', String(CONTEXT), '-b', String(CONTEXT), '-fa', 'on', '-t', '1'];
const { stdout, stderr } = spawnSync(join(peers, 'llama-perplexity'), flags, { encoding: 'utf8' });
const theirs = /Final estimate: PPL = ([\d.]+) \+\/- ([\d.]+)/.exec(stdout + stderr);
if (theirs === null) throw new Error(`llama-perplexity said no estimate: ${stderr.slice(-500)}`);

const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.error });
const model = await llama.loadModel({ modelPath: found.path });
const context = await model.createContext({ contextSize: CONTEXT, batchSize: CONTEXT, sequences: 1, flashAttention: true, threads: 1 });
const engine = makeMeasuredEngine({ model, context, width: 1, contextTokens: CONTEXT });
const { bos, shouldPrependBosToken } = model.tokens;
const tokens = [...(shouldPrependBosToken && bos !== null ? [bos] : []), ...model.tokenize(text, true)];
let [loss, count] = [0, 0];
for (let start = 0; start + CONTEXT <= tokens.length; start += CONTEXT) {
  const chunk = tokens.slice(start, start + CONTEXT);
  if (shouldPrependBosToken && bos !== null) chunk[0] = bos;
  const half = CONTEXT / 2;
  const forced = await engine.forceTokens(chunk.slice(0, half + 1), chunk.slice(half + 1));
  for (const [place, token] of forced.tokens.entries()) loss -= forced.logProbabilities[place * forced.vocabulary + token];
  count += forced.tokens.length;
}
const ours = Math.exp(loss / count);
console.log(JSON.stringify({
  quantization: found.quantization,
  tokens: count,
  llamaPerplexity: Number(theirs[1]),
  standardError: Number(theirs[2]),
  assay: Number(ours.toFixed(4)),
  ratio: Number((ours / Number(theirs[1])).toFixed(5)),
}, null, 2));
rmSync(folder, { recursive: true, force: true });
await llama.dispose();
