import { timed } from '../../core/stage-clock.ts';
import { mergeFields } from './merge-answers.ts';
import type { Ask } from './question.ts';
import { together } from './steps.ts';

/** Asks for so many fields at a time, all groups in one round; lines are a question of their own. */
export function askByFields(ask: Ask, fieldsPerCall: number): Ask {
  return function* inGroups(question) {
    const { fields, lineFields, rules, purpose } = question;
    const groups: { fields: string[]; lineFields?: readonly string[] | undefined }[] = [];
    for (let start = 0; start < fields.length; start += fieldsPerCall)
      groups.push({ fields: fields.slice(start, start + fieldsPerCall) });
    if (lineFields !== undefined) groups.push({ fields: [], lineFields });
    if (groups.length <= 1) return yield* ask(question);
    const answers = yield* together(
      groups.map((group) => {
        const about = [...group.fields, ...(group.lineFields === undefined ? [] : ['lines'])].join(', ');
        return ask({ ...question, lineFields: undefined, ...group, purpose: `${purpose}: ${about}` });
      }),
    );
    const parts = groups.map((group, index) => ({ ...group, answer: answers[index]! }));
    return timed(question.clock, 'parse', () => mergeFields(parts, { rules }));
  };
}
