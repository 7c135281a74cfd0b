import { dirname } from 'node:path';
import { environmentError } from '../../core/errors.ts';
import { readCompanion } from '../../models/onnx/describe-onnx.ts';
import { findCompanion } from '../../models/onnx/load-onnx.ts';

/** A document as tokens, with the place of each in the text, in UTF-16 units; special tokens have empty places. */
export interface TokenizedDocument {
  ids: number[];
  starts: number[];
  ends: number[];
}

export interface DocumentTokenizer {
  encode(text: string): TokenizedDocument;
  padId: number;
}

/**
 * The tokenizer beside a network, opened by transformers.js from its folder; nothing is ever fetched.
 * @throws AssayError MODEL_TOKENIZER_MISSING, MODEL_TOKENIZER_INVALID (exit 3).
 */
export async function openDocumentTokenizer(modelPath: string): Promise<DocumentTokenizer> {
  const file = findCompanion(modelPath, 'tokenizer.json');
  if (file === undefined) {
    throw environmentError(
      'MODEL_TOKENIZER_MISSING',
      `${modelPath}: there is no tokenizer.json beside it or, where it lies in a folder onnx/, one folder up`,
      'Put tokenizer.json and config.json of the model there',
    );
  }
  if (findCompanion(modelPath, 'tokenizer_config.json') === undefined) {
    throw environmentError(
      'MODEL_TOKENIZER_MISSING',
      `${file}: there is no tokenizer_config.json beside it, which transformers.js needs`,
      'Put tokenizer_config.json of the model there',
    );
  }
  const definition = readCompanion(modelPath, 'tokenizer.json') ?? {};
  const { AutoTokenizer, env } = await import('@xenova/transformers');
  env.allowRemoteModels = false;
  let tokenizer: Tokenizer;
  try {
    tokenizer = (await AutoTokenizer.from_pretrained(dirname(file), {
      local_files_only: true,
    })) as unknown as Tokenizer;
    tokenizer.tokenize('1');
  } catch (cause) {
    throw environmentError(
      'MODEL_TOKENIZER_INVALID',
      `${file}: transformers.js cannot use it: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Download or export the model again, with its tokenizer files',
      cause,
    );
  }
  const place = JSON.stringify(definition).includes('"ByteLevel"') ? placeBytes : placeWords;
  const special = new Set(tokenizer.all_special_tokens);
  return {
    padId: tokenizer.pad_token_id ?? 0,
    encode(text) {
      const ids = tokenizer.encode(text);
      const tokens = tokenizer.tokenize(text, { add_special_tokens: true });
      return { ids, ...place(text, tokens, special) };
    },
  };
}

interface Tokenizer {
  encode(text: string): number[];
  tokenize(text: string, options?: { add_special_tokens?: boolean }): string[];
  all_special_tokens: string[];
  pad_token_id?: number;
}

type Places = Pick<TokenizedDocument, 'starts' | 'ends'>;

/** Byte-level tokens hold one character for each byte of the text, none more and none less. */
function placeBytes(text: string, tokens: readonly string[], special: ReadonlySet<string>): Places {
  const unitOfByte = new Uint32Array(Buffer.byteLength(text, 'utf8') + 1);
  let [byte, unit] = [0, 0];
  for (const character of text) {
    const bytes = Buffer.byteLength(character, 'utf8');
    unitOfByte.fill(unit, byte, byte + bytes);
    byte += bytes;
    unit += character.length;
  }
  unitOfByte[byte] = unit;
  let at = 0;
  const [starts, ends]: [number[], number[]] = [[], []];
  for (const token of tokens) {
    starts.push(unitOfByte[at] ?? unit);
    if (!special.has(token)) at = Math.min(byte, at + token.length);
    ends.push(unitOfByte[at] ?? unit);
  }
  return { starts, ends };
}

/** Other tokens are looked for in the text, one after the other; marks of word parts and of blanks are no text. */
function placeWords(text: string, tokens: readonly string[], special: ReadonlySet<string>): Places {
  const lower = text.toLowerCase();
  // Some letters change their length in lower case; then places could not be carried over.
  const searched = lower.length === text.length ? lower : text;
  let at = 0;
  const [starts, ends]: [number[], number[]] = [[], []];
  for (const token of tokens) {
    const word = token.replace(/^##/, '').replace(/^\u2581+/, '');
    const found =
      special.has(token) || word === '' ? -1 : searched.indexOf(searched === text ? word : word.toLowerCase(), at);
    starts.push(found === -1 ? at : found);
    if (found !== -1) at = found + word.length;
    ends.push(at);
  }
  return { starts, ends };
}
