import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import { timed } from '../../core/stage-clock.ts';
import { mergeParts } from './merge-answers.ts';
import type { Ask } from './question.ts';
import { together } from './steps.ts';

/** Asks about every page of a document by itself, all in one round, and merges the answers; a single page is asked about as it is. */
export function askByPage(ask: Ask, { merge }: PipelineStages['chunk']): Ask {
  return function* byPage(question) {
    const { pages = [], purpose } = question;
    if (pages.length <= 1) return yield* ask(question);
    const answers = yield* together(
      pages.map((page, index) =>
        ask({ ...question, pages: [page], purpose: `${purpose}, page ${index + 1} of ${pages.length}` }),
      ),
    );
    return timed(question.clock, 'parse', () => mergeParts(answers, question, merge));
  };
}
