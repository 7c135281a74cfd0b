import type { Answer } from '../infer.ts';
import { normaliseAnswer } from '../normalise.ts';
import { type ParsedValue, parseAnswer } from '../parse.ts';
import { prepareSource } from '../score.ts';
import { mergeFields, type PartialAnswer } from './merge-answers.ts';
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
    return countVotes(answers, question);
  };
}

/** The answer that wins, field by field. */
export function countVotes(answers: readonly Answer[], { documentText, fields, lineFields, rules }: Question): Answer {
  const given = answers.filter((answer) => answer.kind === 'answered');
  const [first] = given;
  if (first === undefined) return answers[0] ?? { kind: 'failed', reason: 'no model answered' };
  if (given.length === 1) return first;
  const { locale } = prepareSource(documentText);
  const ballots = given.map((answer) => {
    const parsed = parseAnswer(answer.text, fields, answer.finish, lineFields);
    return { answer, parsed, values: normaliseAnswer(parsed, fields, locale, rules) };
  });
  // A broken answer says nothing about any field: it does not count as a vote for "absent".
  const valid = ballots.filter(({ parsed }) => parsed.problem === undefined);
  if (valid.length === 0) return first;
  const winnerOf = (choice: (ballot: (typeof valid)[number]) => string): (typeof valid)[number] => {
    const counts = new Map<string, number>();
    for (const ballot of valid) counts.set(choice(ballot), (counts.get(choice(ballot)) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return valid.find((ballot) => counts.get(choice(ballot)) === most)!;
  };
  const parts = fields.map((field): PartialAnswer => {
    const { answer } = winnerOf(({ values }) => values[field]?.value ?? `raw ${values[field]?.raw ?? ''}`);
    return { answer, fields: [field] };
  });
  if (lineFields !== undefined) {
    const { answer } = winnerOf(({ parsed }) => printRows(parsed.lines ?? []));
    parts.push({ answer, fields: [], lineFields });
  }
  return mergeFields(parts);
}

function printRows(rows: readonly Record<string, ParsedValue | null>[]): string {
  return JSON.stringify(
    rows.map((row) =>
      Object.entries(row).map(([key, value]) => [key, value?.text.replace(/\s+/g, ' ').trim() ?? null]),
    ),
  );
}
