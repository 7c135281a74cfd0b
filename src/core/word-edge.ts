const WORD = /[\p{L}\p{N}]/u;
const DIGIT = /\d/;
const SPACE = 32;

/**
 * Whether the character at `outside` continues the word or number that the character `edge` beside it begins (`step` -1) or ends
 * (`step` 1): `176,96` goes on before itself in `1.176,96`.
 */
export function continuesWord(text: string, outside: number, edge: string, step: -1 | 1): boolean {
  const unit = text.charCodeAt(outside);
  // White space, a line break, or the end of the text: nothing goes on.
  if (!(unit > SPACE)) return false;
  const neighbour = text[outside] as string;
  if (DIGIT.test(edge)) {
    // A currency code or sign may touch a number; another digit or a mark with a digit behind it may not.
    return DIGIT.test(neighbour) || (/[.,'\u2019]/.test(neighbour) && DIGIT.test(text[outside + step] ?? ' '));
  }
  return WORD.test(edge) && WORD.test(neighbour) && !DIGIT.test(neighbour);
}
