import { type StageClock, timed } from '../../core/stage-clock.ts';
import type { GenerationRequest } from '../../runtimes/runtime.ts';
import { type Answer, answerOf } from '../infer.ts';
import type { ScoringRules } from '../../scoring/scoring-rules.ts';
import { type PromptTemplate, renderPrompt } from '../prompt.ts';
import { generate, type Steps } from './steps.ts';

/** A chat turn that stands behind those of the prompt. */
export type Turn = GenerationRequest['messages'][number];

/** What a pipeline asks about one document, or about a part of it. */
export interface Question {
  /** The text that the model sees. */
  documentText: string;
  /** Pictures that it sees in place of a text. */
  pages?: readonly Uint8Array[] | undefined;
  fields: readonly string[];
  lineFields?: readonly string[] | undefined;
  /** Of the task; those of invoices when absent. */
  rules?: ScoringRules | undefined;
  /** 0 is the variant's own model. */
  voter: number;
  purpose: string;
  /** Turns that follow those of the prompt template. */
  turns?: readonly Turn[];
  /** Of the document; its stages are timed on it. */
  clock?: StageClock | undefined;
}

/** How a variant asks, whatever the document. */
export interface Asking {
  prompt: PromptTemplate;
  maxTokens: number;
  grammar: boolean;
  /** Values are held to the document while they are decoded. */
  extractive?: boolean | undefined;
  /** The model is shown a page, and begins its answer with this task: no words are asked. */
  sight?: { task: string | null };
}

/** Answers a question, in as many calls as it takes. */
export type Ask = (question: Question) => Steps<Answer>;

/** The request behind a question. */
export function requestOf(question: Question, asking: Asking): GenerationRequest {
  return timed(question.clock, 'prompt', () => makeRequest(question, asking));
}

function makeRequest(
  { documentText, pages = [], fields, lineFields, turns = [] }: Question,
  { prompt, maxTokens, grammar, extractive, sight }: Asking,
): GenerationRequest {
  if (sight !== undefined) {
    const [page = new Uint8Array()] = pages;
    return { messages: [], maxTokens, shape: null, picture: { page, task: sight.task } };
  }
  const request = renderPrompt(prompt, { documentText, fields, lineFields, maxTokens, grammar, extractive });
  return { ...request, messages: [...request.messages, ...turns] };
}

/** One call, one answer. */
export function askOnce(asking: Asking): Ask {
  return function* ask(question) {
    const { voter, purpose } = question;
    const [generation] = yield* generate([{ voter, purpose, request: requestOf(question, asking) }]);
    if (generation === undefined) throw new Error('a call came back without its generation');
    return answerOf(generation);
  };
}

const REASON = 'First say in a few words where the document shows each of these values. Do not answer yet.';
const ANSWER = 'Now answer as asked.';

/** Two calls: free words about the document first, then the answer with these words in view. */
export function askWithReason(asking: Asking, { reasonTokens }: { reasonTokens: number }): Ask {
  const once = askOnce(asking);
  return function* ask(question) {
    const { voter, purpose, turns = [] } = question;
    const reason: Turn = { role: 'user', content: REASON };
    const request = requestOf({ ...question, turns: [...turns, reason] }, { ...asking, grammar: false });
    const free = { ...request, messages: joinUserTurns(request.messages), maxTokens: reasonTokens };
    const [generation] = yield* generate([{ voter, purpose: `${purpose}: reasoning`, request: free, reasoning: true }]);
    if (generation === undefined || generation.kind === 'refused') return yield* once(question);
    const said: Turn[] = [
      { role: 'assistant', content: generation.text },
      { role: 'user', content: ANSWER },
    ];
    return yield* once({ ...question, turns: [...turns, ...said] });
  };
}

/** Chat templates refuse two turns of one speaker in a row: they become one. */
export function joinUserTurns(messages: readonly Turn[]): Turn[] {
  const joined: Turn[] = [];
  for (const turn of messages) {
    const last = joined.at(-1);
    if (last?.role === 'user' && turn.role === 'user') {
      joined[joined.length - 1] = { role: 'user', content: `${last.content}\n\n${turn.content}` };
    } else joined.push(turn);
  }
  return joined;
}
