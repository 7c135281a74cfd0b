import { Random } from '../../src/core/random.ts';
import { tensorTypeNamed } from '../../src/models/gguf/tensor-types.ts';

/** A metadata value with its GGUF type. */
export type TypedValue =
  | { type: 'uint8' | 'uint32' | 'int32' | 'uint64' | 'int64' | 'float32'; value: number | bigint }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string }
  | { type: 'strings'; value: string[] }
  | { type: 'int32s'; value: number[] };

export interface GgufTensorContent {
  name: string;
  dimensions: number[];
  type: string;
  data: Buffer;
}

const typeIds = { uint8: 0, uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, uint64: 10, int64: 11 } as const;
const alignment = 32;

/** The bytes of a GGUF file of version 3 (or another, for bad files). */
export function makeGguf(
  metadata: Record<string, TypedValue>,
  tensors: GgufTensorContent[] = [],
  version: number = 3,
): Buffer {
  const parts = [Buffer.from('GGUF'), uint32(version), uint64(tensors.length), uint64(Object.keys(metadata).length)];
  for (const [key, value] of Object.entries(metadata)) parts.push(text(key), encode(value));
  let offset = 0;
  for (const { name, dimensions, type, data } of tensors) {
    const id = tensorTypeNamed(type)?.id;
    if (id === undefined) throw new Error(`unknown tensor type ${type}`);
    parts.push(text(name), uint32(dimensions.length), ...dimensions.map(uint64), uint32(id), uint64(offset));
    offset += Math.ceil(data.length / alignment) * alignment;
  }
  const header = Buffer.concat(parts);
  return Buffer.concat([pad(header), ...tensors.map(({ data }) => pad(data))]);
}

function encode(value: TypedValue): Buffer {
  if (value.type === 'strings') {
    return Buffer.concat([uint32(9), uint32(typeIds.string), uint64(value.value.length), ...value.value.map(text)]);
  }
  if (value.type === 'int32s') {
    return Buffer.concat([uint32(9), uint32(typeIds.int32), uint64(value.value.length), ...value.value.map(int32)]);
  }
  return Buffer.concat([uint32(typeIds[value.type]), encodeScalar(value)]);
}

function encodeScalar(value: Exclude<TypedValue, { type: 'strings' | 'int32s' }>): Buffer {
  switch (value.type) {
    case 'string':
      return text(value.value);
    case 'bool':
      return Buffer.from([value.value ? 1 : 0]);
    case 'uint8':
      return Buffer.from([Number(value.value)]);
    case 'uint32':
      return uint32(Number(value.value));
    case 'int32':
      return int32(Number(value.value));
    case 'float32': {
      const bytes = Buffer.alloc(4);
      bytes.writeFloatLE(Number(value.value));
      return bytes;
    }
    default: {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt.asIntN(64, BigInt(value.value)));
      return bytes;
    }
  }
}

export interface TinyLlama {
  layers: number;
  width: number;
  feedForward: number;
  vocabulary: number;
  seed: number;
  /** Values that replace or join the metadata. */
  metadata: Record<string, TypedValue>;
}

/**
 * A Llama with random F16 weights that llama.cpp loads, runs and quantizes: byte-level tokens, tied embeddings, 4 heads on 2 key-value
 * heads. Its answers mean nothing.
 */
export function makeTinyLlama(options: Partial<TinyLlama> = {}): Buffer {
  const { layers = 2, width = 256, feedForward = 256, vocabulary = 512, seed = 1, metadata = {} } = options;
  const random = Random.stream(seed, 'tiny-llama');
  const matrix = (name: string, rows: number, columns: number): GgufTensorContent => ({
    name: `${name}.weight`,
    dimensions: [columns, rows],
    type: 'F16',
    data: randomHalves(random, rows * columns),
  });
  const ones = (name: string): GgufTensorContent => {
    const data = Buffer.alloc(width * 4);
    for (let index = 0; index < width; index += 1) data.writeFloatLE(1, index * 4);
    return { name: `${name}.weight`, dimensions: [width], type: 'F32', data };
  };
  const tensors = [matrix('token_embd', vocabulary, width), ones('output_norm')];
  for (let layer = 0; layer < layers; layer += 1) {
    const at = (name: string): string => `blk.${layer}.${name}`;
    tensors.push(
      ones(at('attn_norm')),
      matrix(at('attn_q'), width, width),
      matrix(at('attn_k'), width / 2, width),
      matrix(at('attn_v'), width / 2, width),
      matrix(at('attn_output'), width, width),
      ones(at('ffn_norm')),
      matrix(at('ffn_gate'), feedForward, width),
      matrix(at('ffn_up'), feedForward, width),
      matrix(at('ffn_down'), width, feedForward),
    );
  }
  return makeGguf({ ...tinyMetadata({ layers, width, feedForward, vocabulary }), ...metadata }, tensors);
}

function tinyMetadata(
  shape: Pick<TinyLlama, 'layers' | 'width' | 'feedForward' | 'vocabulary'>,
): Record<string, TypedValue> {
  const { layers, width, feedForward, vocabulary } = shape;
  const specials = ['<|doc|>', '<|json|>', '<|end|>'];
  const tokens = [...byteSymbols(), ...specials];
  while (tokens.length < vocabulary) tokens.push(`<|unused${tokens.length}|>`);
  const whole = (value: number): TypedValue => ({ type: 'uint32', value });
  return {
    'general.architecture': { type: 'string', value: 'llama' },
    'general.name': { type: 'string', value: 'tiny-llama' },
    'general.file_type': whole(1),
    'llama.context_length': whole(1024),
    'llama.embedding_length': whole(width),
    'llama.block_count': whole(layers),
    'llama.feed_forward_length': whole(feedForward),
    'llama.attention.head_count': whole(4),
    'llama.attention.head_count_kv': whole(2),
    'llama.rope.dimension_count': whole(width / 4),
    'llama.rope.freq_base': { type: 'float32', value: 1e6 },
    'llama.attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-5 },
    'llama.vocab_size': whole(vocabulary),
    'tokenizer.ggml.model': { type: 'string', value: 'gpt2' },
    'tokenizer.ggml.pre': { type: 'string', value: 'gpt-2' },
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
    'tokenizer.ggml.token_type': {
      type: 'int32s',
      value: tokens.map((_, index) => (index < 256 ? 1 : index < 256 + specials.length ? 3 : 5)),
    },
    'tokenizer.ggml.merges': { type: 'strings', value: [] },
    'tokenizer.ggml.bos_token_id': whole(256),
    'tokenizer.ggml.eos_token_id': whole(258),
    'tokenizer.ggml.padding_token_id': whole(258),
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
    'tokenizer.chat_template': {
      type: 'string',
      value:
        "{% for m in messages %}{% if m['role']=='user' %}<|doc|>{{ m['content'] }}<|json|>{% else %}{{ m['content'] }}<|end|>{% endif %}{% endfor %}",
    },
  };
}

/** The printable stand-ins that GPT-2's tokenizer uses for the 256 bytes, in the order of the bytes. */
function byteSymbols(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    if (printable) return String.fromCodePoint(byte);
    next += 1;
    return String.fromCodePoint(next - 1);
  });
}

/** Halves of either sign with magnitudes in [2^-6, 2^-5): written as bits, so that no conversion is needed. */
function randomHalves(random: Random, count: number): Buffer {
  const halves = Buffer.alloc(count * 2);
  for (let index = 0; index < count; index += 1) {
    const bits = random.uint32();
    halves.writeUInt16LE((((bits >>> 31) << 15) | (9 << 10) | (bits & 0x3ff)) & 0xffff, index * 2);
  }
  return halves;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);
}

/** An importance matrix of the tiny llama: importance of the columns of every matrix, repeated along the row. */
export function makeImatrix(columns: number[]): Buffer {
  const names = ['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_gate', 'ffn_up', 'ffn_down'];
  const floats = (values: number[]): Buffer => Buffer.from(new Float32Array(values).buffer);
  const count = 3;
  const sums = floats(Array.from({ length: 256 }, (_, index) => (columns[index % columns.length] ?? 1) * count));
  const tensors = [0, 1].flatMap((layer) =>
    names.flatMap((name) => [
      { name: `blk.${layer}.${name}.weight.in_sum2`, dimensions: [256, 1], type: 'F32', data: sums },
      { name: `blk.${layer}.${name}.weight.counts`, dimensions: [1, 1], type: 'F32', data: floats([count]) },
    ]),
  );
  return makeGguf({ 'general.type': { type: 'string', value: 'imatrix' } }, tensors);
}
