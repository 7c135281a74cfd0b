/** Longest run of tokens that is looked up; longer ones find the same places. */
const LONGEST_RUN = 3;

/**
 * Guesses what comes next, since answers copy their documents: the longest run of at most three tokens at the end of `text` is looked
 * up in what stands before it, the latest place first, and what followed it there is the guess (prompt lookup decoding, Saxena 2023).
 * @param text prompt and answer so far, as token ids.
 * @returns at most `count` tokens; none where the last token stands nowhere else.
 */
export function lookUpDraft(text: readonly number[], count: number): number[] {
  const last = text.length - 1;
  let [longest, found] = [0, -1];
  for (let place = last - 1; place >= 0 && longest < LONGEST_RUN; place -= 1) {
    let run = 0;
    while (run < LONGEST_RUN && run <= place && text[place - run] === text[last - run]) run += 1;
    if (run > longest) [longest, found] = [run, place];
  }
  return found < 0 ? [] : text.slice(found + 1, found + 1 + count);
}
