import type { AnswerShape } from '../runtime.ts';

/** Longest string value in characters: a model that loops inside a string is cut off here, with valid JSON. */
export const MAX_VALUE_CHARACTERS = 200;

/**
 * GBNF grammar of an answer: one JSON object with exactly the keys of the shape, in that order, each a string or null,
 * with no white space outside the strings, e.g. `{"a":"x","b":null}`.
 */
export function renderAnswerGrammar(shape: AnswerShape): string {
  const members = shape.keys.map((key, index) => {
    const label = `${index === 0 ? '' : ','}${JSON.stringify(key)}:`;
    return `${renderLiteral(label)} value`;
  });
  return [
    `root ::= ${['"{"', ...members, '"}"'].join(' ')}`,
    'value ::= string | "null"',
    `string ::= "\\"" char{0,${MAX_VALUE_CHARACTERS}} "\\""`,
    'char ::= [^"\\\\\\x00-\\x1F] | "\\\\" escape',
    'escape ::= ["\\\\/bfnrt] | "u" hex hex hex hex',
    'hex ::= [0-9a-fA-F]',
    '',
  ].join('\n');
}

function renderLiteral(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
