import type { LlamaModel } from 'node-llama-cpp';
import { environmentError } from '../../../core/errors.ts';
import type { TokenBytes } from './copy-guide.ts';

/** Kinds of tokens in a GGUF file (`llama_token_type`). */
const [NORMAL, USER_DEFINED, BYTE] = [1, 4, 6];

/** Names in a GGUF file of the tokenizers whose tokens can be told as bytes. */
export const BYTE_TOKENIZERS: readonly string[] = ['gpt2', 'llama'];

/**
 * The bytes of every token, from the model's own vocabulary: byte-level BPE (`gpt2`) writes each byte as a letter, SentencePiece (`llama`) writes
 * a space as U+2581 and lone bytes as `<0x0A>`.
 * @throws AssayError EXTRACTIVE_TOKENIZER (exit 3) for other tokenizers.
 */
export function readTokenBytes(model: Pick<LlamaModel, 'fileInfo'>): TokenBytes {
  const { model: kind, tokens, token_type: kinds } = model.fileInfo.metadata.tokenizer.ggml;
  if (!BYTE_TOKENIZERS.includes(kind))
    throw environmentError(
      'EXTRACTIVE_TOKENIZER',
      `the model's tokenizer is "${kind}"; extractive decoding knows the bytes of ${BYTE_TOKENIZERS.join(' and ')} only`,
      'Use a pipeline without `infer: {extractive: true}`, or another model',
    );
  const encoder = new TextEncoder();
  const known = new Map<number, Uint8Array | null>();
  const read = (token: number): Uint8Array | null => {
    const text = tokens[token];
    const type = kinds?.[token] ?? NORMAL;
    if (text === undefined) return null;
    if (type === BYTE) return Uint8Array.of(Number.parseInt(text.slice(1, -1), 16));
    if (type !== NORMAL && type !== USER_DEFINED) return null;
    if (kind === 'llama') return encoder.encode(text.replaceAll('\u2581', ' '));
    return type === USER_DEFINED ? encoder.encode(text) : Uint8Array.from(text, (letter) => BYTES.get(letter) ?? 0);
  };
  return (token) => {
    const bytes = known.get(token) ?? read(token);
    known.set(token, bytes);
    return bytes;
  };
}

/** The letters of byte-level BPE: printable bytes stand for themselves, the others for letters from U+0100 on, in their order. */
const BYTES: ReadonlyMap<string, number> = makeByteLetters();

function makeByteLetters(): Map<string, number> {
  const isPrintable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const letters = new Map<string, number>();
  let others = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    letters.set(String.fromCharCode(isPrintable(byte) ? byte : 0x100 + others), byte);
    if (!isPrintable(byte)) others += 1;
  }
  return letters;
}
