/** Label words of a language: one key a line, `key=form|form|...`. */
export interface LanguageWords {
  /** What the keys of version 1 are called, where version 1 did not know the language. */
  base?: string;
  /** Words that version 1 did not need. */
  more: string;
  /** Further words of the split `mixed`, which is for training; what `dev` or `test` print for a key is left out where they are read. */
  wider: string;
}
