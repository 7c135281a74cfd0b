import type { Answer } from '../infer.ts';
import { LINES_KEY, type ParsedAnswer, type ParsedValue, parseAnswer } from '../parse.ts';
import type { ScoringRules } from '../../scoring/scoring-rules.ts';
import { fieldType } from '../../scoring/field-type.ts';

type Asked = {
  fields: readonly string[];
  lineFields?: readonly string[] | undefined;
  rules?: ScoringRules | undefined;
};
type Row = Record<string, ParsedValue | null>;

/** An answer with the part of the question that it answers. */
export interface PartialAnswer extends Asked {
  answer: Answer;
}

/**
 * One answer out of answers to parts of a question, each about fields of its own. A part that failed, or that holds no
 * JSON, leaves its keys out; all parts failed is a failure, with the first reason.
 */
export function mergeFields(parts: readonly PartialAnswer[]): Answer {
  const read = readParts(parts);
  if ('kind' in read) return read;
  const members = read.flatMap(({ part, parsed }) =>
    part.fields.flatMap((field) => printMember(field, parsed.values[field])),
  );
  const withLines = read.find(({ part }) => part.lineFields !== undefined);
  return joined(read, [...members, ...printLines(withLines && (withLines.parsed.lines ?? []))]);
}

/**
 * One answer out of answers about consecutive parts of a document. `ends`: amounts come from the last part that has them,
 * since totals stand at the end, everything else from the first. `most`: the value that most parts give, the first of equals.
 * Lines are put one after the other; lines that the overlap shows twice count once.
 */
export function mergeParts(
  answers: readonly Answer[],
  { fields, lineFields, rules }: Asked,
  rule: 'ends' | 'most',
): Answer {
  const read = readParts(answers.map((answer) => ({ answer, fields, lineFields })));
  if ('kind' in read) return read;
  const members = fields.flatMap((field) => {
    const seen = read.map(({ parsed }) => parsed.values[field]);
    const given = seen.filter((value) => value !== undefined && value !== null);
    const chosen =
      rule === 'most' ? mostFrequent(given) : fieldType(field, rules) === 'money' ? given.at(-1) : given[0];
    return printMember(field, chosen ?? (seen.includes(null) ? null : undefined));
  });
  const rows = lineFields && read.reduce<Row[]>((all, { parsed }) => appendRows(all, parsed.lines ?? []), []);
  return joined(read, [...members, ...printLines(rows)]);
}

interface ReadPart {
  part: PartialAnswer;
  parsed: ParsedAnswer;
}

function readParts(parts: readonly PartialAnswer[]): ReadPart[] | Extract<Answer, { kind: 'failed' }> {
  const failed = parts.find(({ answer }) => answer.kind === 'failed')?.answer;
  const read = parts.flatMap((part): ReadPart[] => {
    const { answer, fields, lineFields } = part;
    return answer.kind === 'failed'
      ? []
      : [{ part, parsed: parseAnswer(answer.text, fields, answer.finish, lineFields) }];
  });
  return read.length === 0 && failed?.kind === 'failed' ? failed : read;
}

function joined(read: readonly ReadPart[], members: readonly string[]): Answer {
  const cut = read.some(({ part: { answer } }) => answer.kind === 'answered' && answer.finish === 'length');
  const closed = `{${members.join(',')}}`;
  // A part that was cut off is no reason to take the whole for cut off: the object is closed.
  return { kind: 'answered', text: closed, finish: cut && members.length === 0 ? 'length' : 'stop' };
}

function printMember(key: string, value: ParsedValue | null | undefined): string[] {
  return value === undefined ? [] : [`${JSON.stringify(key)}:${printValue(value)}`];
}

function printValue(value: ParsedValue | null): string {
  if (value === null) return 'null';
  return value.kind === 'string' ? JSON.stringify(value.text) : value.text;
}

function printLines(rows: readonly Row[] | undefined): string[] {
  if (rows === undefined) return [];
  const printed = rows.map(
    (row) =>
      `{${Object.entries(row)
        .flatMap(([key, value]) => printMember(key, value))
        .join(',')}}`,
  );
  return [`"${LINES_KEY}":[${printed.join(',')}]`];
}

/** Appends rows, less the longest run that both ends share. */
function appendRows(rows: Row[], more: readonly Row[]): Row[] {
  const texts = rows.map((row) => JSON.stringify(row));
  const next = more.map((row) => JSON.stringify(row));
  let shared = Math.min(texts.length, next.length);
  while (shared > 0 && texts.slice(-shared).join('\n') !== next.slice(0, shared).join('\n')) shared -= 1;
  return [...rows, ...more.slice(shared)];
}

function mostFrequent(values: readonly ParsedValue[]): ParsedValue | undefined {
  const counts = new Map<string, number>();
  for (const { text } of values) counts.set(text, (counts.get(text) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return values.find(({ text }) => counts.get(text) === most);
}
