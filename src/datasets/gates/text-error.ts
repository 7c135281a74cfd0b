/** Characters that count: white space is a matter of layout, and one sign may be encoded in two ways. */
export function comparableText(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}

/** Character error rate: Levenshtein distance by code points over the length of what was expected, which is not empty. */
export function characterErrorRate(expected: string, found: string): number {
  const [wanted, got] = [Array.from(expected), Array.from(found)];
  let before = Uint32Array.from({ length: got.length + 1 }, (_, column) => column);
  let row = new Uint32Array(got.length + 1);
  wanted.forEach((character, index) => {
    row[0] = index + 1;
    for (let column = 1; column <= got.length; column += 1) {
      const swap = (before[column - 1] as number) + (character === got[column - 1] ? 0 : 1);
      row[column] = Math.min(swap, (before[column] as number) + 1, (row[column - 1] as number) + 1);
    }
    [before, row] = [row, before];
  });
  return (before[got.length] as number) / wanted.length;
}

/**
 * Character bag error: characters that are missing or too many, whatever their order, by half over the length of what was
 * expected. Never more than the character error rate, and blind to the order in which a page was read.
 */
export function characterBagError(expected: string, found: string): number {
  const counts = new Map<string, number>();
  for (const character of expected) counts.set(character, (counts.get(character) ?? 0) + 1);
  for (const character of found) counts.set(character, (counts.get(character) ?? 0) - 1);
  let wrong = 0;
  for (const count of counts.values()) wrong += Math.abs(count);
  return wrong / 2 / Array.from(expected).length;
}
