import { timed } from '../../core/stage-clock.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import { withoutReasoning } from '../reasoning.ts';
import { prepareSource } from '../score.ts';
import { type AnswerCheck, checkAnswer, isBetter } from './check-answer.ts';
import type { Ask, Turn } from './question.ts';

/** What the checks of a document's answer found, for its record. */
export interface CheckNote {
  broken: string[];
  held: string[];
  ungrounded: string[];
  /** How often the model was asked again. */
  asks: number;
}

/**
 * Checks the answer, and shows the model what does not hold as long as it may be asked again. Of all answers the one with the
 * fewest findings counts, the earliest of equals.
 */
export function askAndCheck(
  ask: Ask,
  options: NonNullable<PipelineStages['validate']>,
  onCheck: (note: CheckNote) => void,
): Ask {
  return function* checked(question) {
    const { clock } = question;
    const source = timed(clock, 'normalise', () => prepareSource(question.documentText, question.rules));
    const check = (answer: Parameters<typeof checkAnswer>[0]): AnswerCheck =>
      timed(clock, 'validate', () => checkAnswer(answer, question, { source, options }));
    let best = yield* ask(question);
    let found = check(best);
    let asks = 0;
    const { turns = [] } = question;
    while (best.kind === 'answered' && found.complaint !== null && asks < options.askAgain) {
      asks += 1;
      const again: Turn[] = [
        { role: 'assistant', content: withoutReasoning(best.text) },
        { role: 'user', content: found.complaint },
      ];
      const purpose = `${question.purpose}, asked again (${asks})`;
      const next = yield* ask({ ...question, purpose, turns: [...turns, ...again] });
      const foundNext = check(next);
      // The same complaint would bring the same answer: decoding is greedy.
      if (!isBetter(foundNext, found)) break;
      [best, found] = [next, foundNext];
    }
    const { broken, held, ungrounded } = found;
    onCheck({ broken, held, ungrounded, asks });
    return best;
  };
}
