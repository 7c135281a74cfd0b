import type { FinishReason } from '../runtime.ts';
import type { CopyGuide } from './extractive/copy-guide.ts';

/** A rendered prompt, ready to be decoded. */
export interface PromptTokens {
  tokens: number[];
  maxTokens: number;
  /** Compiled grammar and what tells that an answer is complete; `null` decodes until the model ends. */
  grammar: object | null;
  /** Makes what holds the values of an answer to its document, beside the grammar; absent where nothing does. */
  makeGuide?: () => CopyGuide;
}

/** What a decoder returns for one prompt, in the order of the prompts. */
export interface DecodedAnswer {
  tokens: number[];
  logProbabilities: number[];
  finish: FinishReason;
  /** How long it waited for its sequence: from the moment it was handed in until its prompt was begun. */
  queueMs?: number;
  firstTokenMs: number;
  totalMs: number;
}

/** Decodes a cohort whose prompts all fit. Its answers depend on nothing but the cohort. */
export interface Decoder {
  decode(prompts: PromptTokens[], onProgress: () => void): Promise<DecodedAnswer[]>;
}

/** The decoders' view of the model's vocabulary. */
export interface Vocabulary {
  isEnd(token: number): boolean;
  /** Whether the token's text ends with `}`: only after such a token can an answer be complete. */
  closesObject(token: number): boolean;
  /** Some end-of-generation token, to ask the grammar whether the answer may end. */
  endToken: number | null;
  makeGrammarState(grammar: object): object;
  readText(tokens: number[]): string;
}
