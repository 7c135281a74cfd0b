// Writes a Llama with random weights and the embedded extractor's tokenizer, for questions of speed and memory that need a
// larger model and no sense: node benchmarks/engine/write-random-model.mjs OUT.gguf [layers] [embedding] [feedForward]
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ALIGNMENT = 32;
const HEAD_WIDTH = 64;
const F32 = 0;
const F16 = 1;

/** @param {{ layers?: number, embedding?: number, feedForward?: number, contextTokens?: number }} [shape] */
export function writeRandomModel(path, { layers = 9, embedding = 768, feedForward = 2048, contextTokens = 8192 } = {}) {
  const source = readFileSync(fileURLToPath(new URL('../../models/assay-extract-f16.gguf', import.meta.url)));
  const { tokenizer, vocabulary } = readTokenizer(source);
  const heads = embedding / HEAD_WIDTH;
  const keyHeads = Math.max(1, Math.floor(heads / 3));
  const numbers = {
    'general.file_type': F16,
    'llama.block_count': layers,
    'llama.context_length': contextTokens,
    'llama.embedding_length': embedding,
    'llama.feed_forward_length': feedForward,
    'llama.attention.head_count': heads,
    'llama.attention.head_count_kv': keyHeads,
    'llama.rope.dimension_count': HEAD_WIDTH,
    'llama.vocab_size': vocabulary,
  };
  const pairs = [
    [text('general.architecture'), uint32(8), text('llama')],
    [text('general.name'), uint32(8), text('random weights')],
    [text('llama.attention.layer_norm_rms_epsilon'), uint32(6), float32(1e-5)],
    ...Object.entries(numbers).map(([key, value]) => [text(key), uint32(4), uint32(value)]),
    ...tokenizer.map((bytes) => [bytes]),
  ];
  const tensors = listTensors({ layers, embedding, feedForward, vocabulary, keyWidth: keyHeads * HEAD_WIDTH });
  let offset = 0;
  const infos = tensors.map(({ name, dimensions, type }) => {
    const info = [text(name), uint32(dimensions.length), ...dimensions.map(uint64), uint32(type), uint64(offset)];
    offset += padded(dimensions.reduce((a, b) => a * b, 1) * (type === F16 ? 2 : 4));
    return Buffer.concat(info);
  });
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(3),
    uint64(tensors.length),
    uint64(pairs.length),
    ...pairs.flat(),
    ...infos,
  ]);
  const file = openSync(path, 'w');
  writeSync(file, Buffer.concat([header, Buffer.alloc(padded(header.length) - header.length)]));
  const noise = makeNoise(1 << 20);
  for (const { dimensions, type } of tensors) {
    const elements = dimensions.reduce((a, b) => a * b, 1);
    if (type === F32) writePadded(file, Buffer.from(new Float32Array(elements).fill(1).buffer));
    else
      for (let done = 0; done < elements; done += noise.length / 2) {
        const part = noise.subarray(0, Math.min(noise.length, (elements - done) * 2));
        writePadded(file, part);
      }
  }
  closeSync(file);
}

function listTensors({ layers, embedding, feedForward, vocabulary, keyWidth }) {
  const matrix = (name, ...dimensions) => ({ name: `${name}.weight`, dimensions, type: F16 });
  const norm = (name) => ({ name: `${name}.weight`, dimensions: [embedding], type: F32 });
  const blocks = Array.from({ length: layers }, (_, layer) => [
    norm(`blk.${layer}.attn_norm`),
    matrix(`blk.${layer}.attn_q`, embedding, embedding),
    matrix(`blk.${layer}.attn_k`, embedding, keyWidth),
    matrix(`blk.${layer}.attn_v`, embedding, keyWidth),
    matrix(`blk.${layer}.attn_output`, embedding, embedding),
    norm(`blk.${layer}.ffn_norm`),
    matrix(`blk.${layer}.ffn_gate`, embedding, feedForward),
    matrix(`blk.${layer}.ffn_up`, embedding, feedForward),
    matrix(`blk.${layer}.ffn_down`, feedForward, embedding),
  ]);
  return [matrix('token_embd', embedding, vocabulary), ...blocks.flat(), norm('output_norm')];
}

/** The raw metadata of the tokenizer, and how many tokens it knows. */
function readTokenizer(bytes) {
  let at = 8 + 8;
  const count = Number(bytes.readBigUInt64LE(at));
  at += 8;
  const tokenizer = [];
  let vocabulary = 0;
  const readText = () => {
    const length = Number(bytes.readBigUInt64LE(at));
    at += 8 + length;
    return bytes.toString('utf8', at - length, at);
  };
  const widths = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
  const skip = (type) => {
    if (type === 8) readText();
    else if (type === 9) {
      const inner = bytes.readUInt32LE(at);
      const items = Number(bytes.readBigUInt64LE(at + 4));
      at += 12;
      for (let i = 0; i < items; i += 1) skip(inner);
      return items;
    } else at += widths[type];
    return 0;
  };
  for (let pair = 0; pair < count; pair += 1) {
    const start = at;
    const key = readText();
    const type = bytes.readUInt32LE(at);
    at += 4;
    const items = skip(type);
    if (key === 'tokenizer.ggml.tokens') vocabulary = items;
    if (key.startsWith('tokenizer.')) tokenizer.push(bytes.subarray(start, at));
  }
  return { tokenizer, vocabulary };
}

/** F16 numbers of either sign around 0.02, the same in every run: sign and 10 bits of mantissa drawn, the exponent fixed. */
function makeNoise(elements) {
  const bits = new Uint16Array(elements);
  let state = 12345;
  for (let i = 0; i < elements; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bits[i] = ((state >>> 16) & 0x8000) | (9 << 10) | ((state >>> 8) & 0x3ff);
  }
  return Buffer.from(bits.buffer);
}

function writePadded(file, bytes) {
  writeSync(file, bytes);
  const missing = padded(bytes.length) - bytes.length;
  if (missing > 0) writeSync(file, Buffer.alloc(missing));
}

function padded(length) {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function text(value) {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function float32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path, layers, embedding, feedForward] = process.argv.slice(2);
  if (path === undefined) {
    console.error('Where to? node benchmarks/engine/write-random-model.mjs OUT.gguf [layers] [embedding] [feedForward]');
    process.exit(2);
  }
  const asked = { layers, embedding, feedForward };
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  writeRandomModel(path, Object.fromEntries(given.map(([key, value]) => [key, Number(value)])));
}
