import type { AnswerShape } from '../runtime.ts';

/** Longest string value in characters: a model that loops inside a string is cut off here, with valid JSON. */
export const MAX_VALUE_CHARACTERS = 200;

/**
 * GBNF grammar of an answer: one JSON object with exactly the keys of the shape, in that order, each a string or null,
 * with no white space outside the strings, e.g. `{"a":"x","b":null}`. Lines follow as the last key, a list of objects of
 * the same kind: `{"a":"x","lines":[{"name":"y"},{"name":null}]}`.
 */
export function renderAnswerGrammar(shape: AnswerShape): string {
  const members = renderMembers(shape.keys);
  if (shape.lines !== undefined) members.push(renderLiteral(`${shape.keys.length === 0 ? '' : ','}"lines":`), 'lines');
  return [
    `root ::= ${['"{"', ...members, '"}"'].join(' ')}`,
    ...(shape.lines === undefined
      ? []
      : ['lines ::= "[" (row ("," row)*)? "]"', `row ::= ${['"{"', ...renderMembers(shape.lines), '"}"'].join(' ')}`]),
    'value ::= string | "null"',
    `string ::= "\\"" char{0,${MAX_VALUE_CHARACTERS}} "\\""`,
    'char ::= [^"\\\\\\x00-\\x1F] | "\\\\" escape',
    'escape ::= ["\\\\/bfnrt] | "u" hex hex hex hex',
    'hex ::= [0-9a-fA-F]',
    '',
  ].join('\n');
}

function renderMembers(keys: readonly string[]): string[] {
  return keys.map((key, index) => `${renderLiteral(`${index === 0 ? '' : ','}${JSON.stringify(key)}:`)} value`);
}

function renderLiteral(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
