import { type GgufHeader, type GgufTensor, numberOf, textOf } from './gguf/gguf-header.ts';
import type { FileQuantization, ModelInspection, SpecialToken } from './model-inspection.ts';
import { quantizationOfFileType, quantizations } from './quantizations.ts';

/** Everything an inspection says except what needs the whole file. `parts` are the headers of a model, in order. */
export function describeGguf(parts: readonly [GgufHeader, ...GgufHeader[]]): Omit<ModelInspection, 'sha256'> {
  const [header] = parts;
  const tensors = parts.flatMap((part) => part.tensors);
  const architecture = textOf(header, 'general.architecture') ?? null;
  const read = (key: string): number | null => largest(header.metadata.get(`${architecture}.${key}`));
  return {
    file: header.file,
    bytes: sum(parts, (part) => part.fileBytes),
    format: 'gguf',
    formatVersion: header.version,
    parts: parts.length,
    kind: textOf(header, 'general.type') ?? 'model',
    architecture,
    name: textOf(header, 'general.name') ?? null,
    parameters: sum(tensors, (tensor) => tensor.elements),
    quantization: describeQuantization(header, tensors),
    contextTokens: read('context_length'),
    embeddingLength: read('embedding_length'),
    layers: read('block_count'),
    heads: read('attention.head_count'),
    keyValueHeads: read('attention.head_count_kv') ?? read('attention.head_count'),
    feedForwardLength: read('feed_forward_length'),
    vocabularySize: vocabularySizeOf(header),
    tokenizer: {
      model: textOf(header, 'tokenizer.ggml.model') ?? null,
      pre: textOf(header, 'tokenizer.ggml.pre') ?? null,
    },
    chatTemplate: textOf(header, 'tokenizer.chat_template') ?? null,
    specialTokens: specialTokensOf(header),
    addsBeginToken: booleanOf(header, 'tokenizer.ggml.add_bos_token'),
    weightBytes: sum(tensors, (tensor) => tensor.bytes),
    keyValueBytesPerToken: keyValueBytes(header, architecture),
  };
}

function describeQuantization(header: GgufHeader, tensors: GgufTensor[]): FileQuantization {
  const shares = new Map<string, { type: string; tensors: number; parameters: number; bytes: number }>();
  for (const tensor of tensors) {
    const share = shares.get(tensor.type.name) ?? { type: tensor.type.name, tensors: 0, parameters: 0, bytes: 0 };
    share.tensors += 1;
    share.parameters += tensor.elements;
    share.bytes += tensor.bytes;
    shares.set(tensor.type.name, share);
  }
  const tensorTypes = [...shares.values()].sort((a, b) => b.bytes - a.bytes);
  const fileType = numberOf(header, 'general.file_type');
  const declared = fileType === undefined ? undefined : quantizationOfFileType(fileType);
  const main = tensorTypes.toSorted((a, b) => b.parameters - a.parameters)[0]?.type;
  const guessed = quantizations.find(({ baseType }) => baseType === main);
  const parameters = sum(tensors, (tensor) => tensor.elements);
  return {
    name: declared?.name ?? guessed?.name ?? 'unknown',
    declared: declared !== undefined,
    bitsPerWeight: parameters === 0 ? 0 : (sum(tensors, (tensor) => tensor.bytes) * 8) / parameters,
    tensorTypes,
  };
}

/** Keys and values of every layer: heads x (key length + value length) elements, 2 bytes as F16, 34 bytes per 32 as Q8_0. */
function keyValueBytes(header: GgufHeader, architecture: string | null): { F16: number; Q8_0: number } | null {
  const at = (key: string): unknown => header.metadata.get(`${architecture}.${key}`);
  const layers = at('block_count');
  const heads = at('attention.head_count');
  const embedding = at('embedding_length');
  if (typeof layers !== 'number' || heads === undefined || typeof embedding !== 'number') return null;
  const keyValueHeads = at('attention.head_count_kv') ?? heads;
  let elements = 0;
  for (let layer = 0; layer < layers; layer += 1) {
    const head = embedding / Math.max(perLayer(heads, layer), 1);
    const width = lengthOf(at('attention.key_length'), head) + lengthOf(at('attention.value_length'), head);
    elements += perLayer(keyValueHeads, layer) * width;
  }
  return Number.isFinite(elements) ? { F16: elements * 2, Q8_0: (elements * 34) / 32 } : null;
}

function perLayer(value: unknown, layer: number): number {
  const item: unknown = Array.isArray(value) ? value[layer] : value;
  return typeof item === 'number' ? item : Number.NaN;
}

function lengthOf(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function vocabularySizeOf(header: GgufHeader): number | null {
  const tokens = header.metadata.get('tokenizer.ggml.tokens');
  if (Array.isArray(tokens)) return tokens.length;
  return numberOf(header, `${textOf(header, 'general.architecture')}.vocab_size`) ?? null;
}

function specialTokensOf(header: GgufHeader): SpecialToken[] {
  const tokens = header.metadata.get('tokenizer.ggml.tokens');
  const pattern = /^tokenizer\.ggml\.(\w+?)_token_id$/;
  return [...header.metadata].flatMap(([key, id]) => {
    const role = pattern.exec(key)?.[1];
    if (role === undefined || typeof id !== 'number') return [];
    const text: unknown = Array.isArray(tokens) ? tokens[id] : undefined;
    return [{ role: role === 'seperator' ? 'separator' : role, id, text: typeof text === 'string' ? text : null }];
  });
}

function booleanOf(header: GgufHeader, key: string): boolean | null {
  const value = header.metadata.get(key);
  return typeof value === 'boolean' ? value : null;
}

function largest(value: unknown): number | null {
  const items = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'number');
  return items.length === 0 ? null : items.reduce((a, b) => Math.max(a, b));
}

function sum<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((total, item) => total + measure(item), 0);
}
