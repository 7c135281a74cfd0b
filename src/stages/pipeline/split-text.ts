import { timed } from '../../core/stage-clock.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import { mergeParts } from './merge-answers.ts';
import { type Ask, type Asking, type Question, requestOf } from './question.ts';
import { countTokens, type Steps, together } from './steps.ts';

/** What a prompt may take, in tokens. */
export interface PromptLimits {
  /** Longer prompts are split; infinite where none is. */
  limitTokens: number;
  /** The longest prompt of the run, where the plan counted it: nothing needs to be counted below the limit. */
  longestPrompt: number | null;
}

/** What splitting a document left to say. */
export interface SplitNote {
  parts: number;
  promptTokens: number;
  limitTokens: number;
}

type ChunkOptions = PipelineStages['chunk'];

/** Most rounds of splitting: each halves what is too long, so that even a single endless line ends. */
const ROUNDS = 24;
/** A chat template adds no more tokens than this to the bytes of the messages. */
const TEMPLATE_TOKENS = 256;

/**
 * Asks about a document in parts when its prompt takes more than a share of the model's context, all parts in one round,
 * and merges their answers. A prompt of that length or less is asked as it is.
 */
export function askInParts(
  ask: Ask,
  {
    asking,
    chunk,
    limits,
    onSplit,
  }: { asking: Asking; chunk: ChunkOptions; limits: PromptLimits; onSplit: (note: SplitNote) => void },
): Ask {
  const { limitTokens: limit, longestPrompt } = limits;
  if (limit === Number.POSITIVE_INFINITY || (longestPrompt !== null && longestPrompt <= limit)) return ask;
  return function* inParts(question) {
    const request = requestOf(question, asking);
    // No tokenizer makes more tokens of a text than it has bytes: most documents need no counting.
    const bytes = request.messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    if (bytes + TEMPLATE_TOKENS <= limit) return yield* ask(question);
    const [promptTokens = 0] = yield* countTokens([request]);
    if (promptTokens <= limit) return yield* ask(question);
    const parts = yield* splitText(question, { asking, chunk, limit });
    if (typeof parts === 'string') return { kind: 'failed', stage: 'chunk', reason: parts };
    onSplit({ parts: parts.length, promptTokens, limitTokens: limit });
    const answers = yield* together(
      parts.map((documentText, index) =>
        ask({ ...question, documentText, purpose: `${question.purpose}, part ${index + 1} of ${parts.length}` }),
      ),
    );
    return timed(question.clock, 'parse', () => mergeParts(answers, question, chunk.merge));
  };
}

/**
 * Splits a text at its line breaks into parts whose prompts fit, each beginning with the end of the one before. Gives the reason
 * when it takes too many parts, or when the question alone is too long.
 */
function* splitText(
  question: Question,
  { asking, chunk, limit }: { asking: Asking; chunk: ChunkOptions; limit: number },
): Steps<string[] | string> {
  const { clock } = question;
  const count = function* (texts: readonly string[]): Steps<readonly number[]> {
    return yield* countTokens(texts.map((documentText) => requestOf({ ...question, documentText }, asking)));
  };
  const [whole = 0, frame = 0] = yield* count([question.documentText, '']);
  const room = limit - frame;
  if (room < 16) return `the question alone takes ${frame} tokens; ${limit} may be taken`;
  const perCharacter = Math.max(0.01, (whole - frame) / Math.max(1, question.documentText.length));
  let spans = timed(clock, 'chunk', () => packLines(splitLines(question.documentText), (room * 0.95) / perCharacter));
  for (let round = 0; round < ROUNDS; round += 1) {
    if (spans.length > chunk.most)
      return `the prompt of ${whole} tokens takes more than ${chunk.most} parts of ${limit} tokens`;
    const texts = timed(clock, 'chunk', () => addOverlap(spans, chunk.overlap / perCharacter));
    const counts = yield* count(texts);
    if (counts.every((tokens) => tokens <= limit)) return texts;
    spans = timed(clock, 'chunk', () =>
      spans.flatMap((span, index) => ((counts[index] ?? 0) > limit ? halve(span) : [span])),
    );
  }
  return `no part of ${limit} tokens can be made`;
}

/** Lines with their line breaks. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function packLines(lines: readonly string[], roomCharacters: number): string[] {
  const spans: string[] = [];
  let span = '';
  for (const line of lines) {
    if (span !== '' && span.length + line.length > roomCharacters) {
      spans.push(span);
      span = '';
    }
    span += line;
  }
  return span === '' ? spans : [...spans, span];
}

/** The end of the span before, in whole lines, is put in front of each span, if it takes no more than half of what the span does. */
function addOverlap(spans: readonly string[], characters: number): string[] {
  return spans.map((span, index) => {
    const most = Math.min(characters, span.length / 2);
    let overlap = '';
    for (const line of splitLines(spans[index - 1] ?? '').reverse()) {
      if (overlap.length + line.length > most) break;
      overlap = line + overlap;
    }
    return overlap + span;
  });
}

function halve(span: string): string[] {
  const middle = Math.floor(span.length / 2);
  const newline = span.lastIndexOf('\n', middle - 1);
  const after = span.indexOf('\n', middle);
  // The break nearest to the middle that leaves something on both sides; else a blank, else anywhere.
  const candidates = [newline + 1, after + 1, span.lastIndexOf(' ', middle) + 1];
  const at = candidates.find((candidate) => candidate > span.length * 0.1 && candidate < span.length * 0.95) ?? middle;
  return at <= 0 || at >= span.length ? [span] : [span.slice(0, at), span.slice(at)];
}
