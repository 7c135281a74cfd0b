import { timed } from '../../core/stage-clock.ts';
import { fieldRule } from '../../scoring/field-type.ts';
import type { FieldAnswer } from '../../scoring/score-field.ts';
import type { Answer } from '../infer.ts';
import { normaliseAnswer } from '../normalise.ts';
import { cutRowsOf } from '../read-answer.ts';
import { sourceOfAnswer } from '../score.ts';
import { agree, mostAgreed } from './agreement.ts';
import { joinAnswers, type ReadPart } from './join-answers.ts';
import type { Ask, Question } from './question.ts';
import { together } from './steps.ts';

/**
 * Asks several models the same, all in one round, and lets them vote field by field: the value that most of them give counts,
 * of equals that of the earlier model. Lines are voted on as a whole. A model that failed has no vote.
 */
export function askVoters(ask: Ask, voters: number): Ask {
  return function* asked(question) {
    const answers = yield* together(
      Array.from({ length: voters }, (_, voter) =>
        ask({ ...question, voter, purpose: `${question.purpose} of model ${voter + 1}` }),
      ),
    );
    return timed(question.clock, 'parse', () => countVotes(answers, question));
  };
}

type Rows = readonly Readonly<Record<string, FieldAnswer>>[];

/**
 * The answer that wins, field by field; two answers are one where scoring finds them the same. A broken answer says nothing
 * about a field that it never came to: it does not count as a vote for "absent".
 */
export function countVotes(answers: readonly Answer[], question: Question): Answer {
  const { documentText, fields, lineFields, rules } = question;
  const texts = answers.map((answer) => (answer.kind === 'answered' ? answer.text : ''));
  const { locale } = sourceOfAnswer(documentText, texts.join('\n'), rules);
  const headerOf = once(({ parsed }: ReadPart) => normaliseAnswer(parsed, fields, locale, rules));
  const rowsOf = once(
    ({ parsed }: ReadPart): Rows =>
      (parsed.lines ?? []).map((values) => normaliseAnswer({ values, cut: false }, lineFields ?? [], locale, rules)),
  );
  const nothing: FieldAnswer = { raw: null, value: null };
  const sameRows = (a: Rows, b: Rows): boolean =>
    a.length === b.length &&
    a.every((row, at) =>
      (lineFields ?? []).every((cell) => agree(fieldRule(cell, rules), row[cell] ?? nothing, b[at]?.[cell] ?? nothing)),
    );
  const parts = answers.map((answer) => ({ answer, fields, lineFields, rules }));
  return joinAnswers(parts, question, {
    valueOf(field, voting) {
      const rule = fieldRule(field, rules);
      const own = (part: ReadPart): FieldAnswer => headerOf(part)[field] ?? nothing;
      return mostAgreed(voting, (a, b) => agree(rule, own(a), own(b)))?.parsed.values[field];
    },
    rowsOf(voting) {
      const winner = mostAgreed(voting, (a, b) => sameRows(rowsOf(a), rowsOf(b)));
      if (winner === undefined) return { rows: [], cutRows: [] };
      return { rows: winner.parsed.lines ?? [], cutRows: cutRowsOf(winner.parsed) };
    },
  });
}

/** The same result for the same part, made once. */
function once<T>(make: (part: ReadPart) => T): (part: ReadPart) => T {
  const made = new Map<ReadPart, T>();
  return (part) => {
    const known = made.get(part) ?? make(part);
    made.set(part, known);
    return known;
  };
}
