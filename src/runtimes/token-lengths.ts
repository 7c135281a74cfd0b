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
      let piece = known.get(token);
      if (piece === undefined) known.set(token, (piece = readText([token])));
      return piece;
    });
    if (pieces.join('') === text) return pieces.map(({ length }) => length);
    return measureTogether(tokens, text, pieces) ?? measureGrowing(tokens, text, readText);
  };

  /** Few tokens are read together where one alone is no part of the text; `null` where that does not lead through the whole of it. */
  function measureTogether(tokens: readonly number[], text: string, pieces: readonly string[]): number[] | null {
    const lengths: number[] = [];
    let [begun, before] = [0, 0];
    for (let place = 0; place < tokens.length; place += 1) {
      const group = place === begun ? (pieces[place] as string) : readText(tokens.slice(begun, place + 1));
      const isWhole = !group.includes(REPLACEMENT) && text.startsWith(group, before);
      if (!isWhole && place - begun >= MOST_TOGETHER) return null;
      // A character of which only a part is there counts where it is whole.
      lengths.push(isWhole ? group.length : 0);
      if (!isWhole) continue;
      before += group.length;
      begun = place + 1;
    }
    return begun === tokens.length && before === text.length ? lengths : null;
  }
}

/** What an incomplete character is read as. */
const REPLACEMENT = '\uFFFD';

/** More tokens than a character has bytes never make up one. */
const MOST_TOGETHER = 4;

function measureGrowing(tokens: readonly number[], text: string, readText: (tokens: number[]) => string): number[] {
  let before = 0;
  return tokens.map((_, place) => {
    const so = readText(tokens.slice(0, place + 1));
    const added = Math.max(0, (text.startsWith(so) ? so.length : before) - before);
    before += added;
    return added;
  });
}
