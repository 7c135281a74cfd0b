/** Reads the text of tokens, one by one, and remembers it: an answer repeats the same few hundred tokens. */
export type TokenMeter = (tokens: readonly number[], text: string) => number[];

/**
 * How many UTF-16 units of an answer's text each of its tokens adds. Where the texts of single tokens do not add up to the text
 * (a character that is split between tokens, a space that only the first one lacks), the growing text is read instead.
 */
export function makeTokenMeter(readText: (tokens: number[]) => string): TokenMeter {
  const known = new Map<number, string>();
  return (tokens, text) => {
    const pieces = tokens.map((token) => {
      const piece = known.get(token) ?? readText([token]);
      known.set(token, piece);
      return piece;
    });
    if (pieces.join('') === text) return pieces.map(({ length }) => length);
    let before = 0;
    return tokens.map((_, place) => {
      const so = readText(tokens.slice(0, place + 1));
      // A character of which only a part is there is read as another one: it counts where it is whole.
      const length = text.startsWith(so) ? so.length : before;
      const added = Math.max(0, length - before);
      before += added;
      return added;
    });
  };
}
