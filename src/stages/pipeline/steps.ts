import type { Generation, GenerationRequest } from '../../runtimes/runtime.ts';

/** One question of a pipeline to one of its models. */
export interface ModelCall {
  /** What it is for, as a record shows it: `answer`, `part 2 of 3`, `second ask`. */
  purpose: string;
  /** Which model answers: 0 is the variant's own, the voters follow. */
  voter: number;
  request: GenerationRequest;
  /** All that comes back is reasoning, not an answer. */
  reasoning?: true;
}

/** What a pipeline needs before it can go on. */
export type Step =
  | { kind: 'generate'; calls: ModelCall[] }
  /** Token counts of rendered prompts, by the tokenizer of the variant's own model. */
  | { kind: 'count'; requests: GenerationRequest[] };

/** One generation per call, or one count per request, in their order. */
export type Reply = readonly Generation[] | readonly number[];

/**
 * A pipeline on one document, as a coroutine: it yields what it needs and is resumed with the replies. It does no I/O and
 * decides nothing by a clock, so the same replies always give the same steps and the same answer.
 */
export type Steps<T> = Generator<Step, T, Reply>;

/** Asks for generations of several calls at once. */
export function* generate(calls: ModelCall[]): Steps<readonly Generation[]> {
  return (yield { kind: 'generate', calls }) as readonly Generation[];
}

/** Asks for the token counts of prompts. */
export function* countTokens(requests: GenerationRequest[]): Steps<readonly number[]> {
  return (yield { kind: 'count', requests }) as readonly number[];
}

interface Part<T> {
  steps: Steps<T>;
  next: IteratorResult<Step, T>;
}

/**
 * Runs several coroutines side by side: what all of them wait for becomes one step, in their order, so that their calls
 * are decoded together. Counts go first, since the calls that follow from them can then join the others.
 */
export function* together<T>(all: readonly Steps<T>[]): Steps<T[]> {
  const parts = all.map((steps): Part<T> => ({ steps, next: steps.next() }));
  for (;;) {
    const waiting = parts.filter(({ next }) => next.done !== true);
    if (waiting.length === 0) return parts.map(({ next }) => next.value as T);
    const counting = waiting.filter(({ next }) => stepOf(next).kind === 'count');
    const served = counting.length > 0 ? counting : waiting;
    const sizes = served.map(({ next }) => sizeOf(stepOf(next)));
    const replies = yield joinSteps(served.map(({ next }) => stepOf(next)));
    let start = 0;
    for (const [index, part] of served.entries()) {
      const end = start + (sizes[index] ?? 0);
      part.next = part.steps.next(replies.slice(start, end) as Reply);
      start = end;
    }
  }
}

/** Runs a coroutine and hands every call with its generation to `log`. */
export function* logged<T>(steps: Steps<T>, log: (call: ModelCall, generation: Generation) => void): Steps<T> {
  let next = steps.next();
  while (next.done !== true) {
    const step = next.value;
    const reply = yield step;
    if (step.kind === 'generate')
      for (const [index, call] of step.calls.entries())
        log(call, (reply as readonly Generation[])[index] as Generation);
    next = steps.next(reply);
  }
  return next.value;
}

function stepOf<T>(next: IteratorResult<Step, T>): Step {
  return next.value as Step;
}

function sizeOf(step: Step): number {
  return step.kind === 'count' ? step.requests.length : step.calls.length;
}

function joinSteps(steps: readonly Step[]): Step {
  return steps[0]?.kind === 'count'
    ? { kind: 'count', requests: steps.flatMap((step) => (step.kind === 'count' ? step.requests : [])) }
    : { kind: 'generate', calls: steps.flatMap((step) => (step.kind === 'generate' ? step.calls : [])) };
}
