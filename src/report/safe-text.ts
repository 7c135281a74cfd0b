const LONGEST_VALUE = 240;

/**
 * Text that shows what it holds: control characters as their pictures (U+2400 block), direction marks and other invisible
 * characters as `⟨U+202E⟩`, lone surrogates as U+FFFD. What a document or a model wrote can then neither steer a terminal
 * nor turn the text around it.
 */
export function visibleText(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/\p{Cc}/gu, (character) => controlPicture(character.codePointAt(0) ?? 0))
    .replace(/[\p{Cf}\u2028\u2029]/gu, (character) => (keepsItsPlace(character) ? character : escaped(character)));
}

/** A value of a document or a model on one line: visible, and cut after 240 characters with the number that is missing. */
export function visibleValue(value: string): string {
  const characters = Array.from(value);
  if (characters.length <= LONGEST_VALUE) return visibleText(value);
  const left = characters.length - LONGEST_VALUE;
  return `${visibleText(characters.slice(0, LONGEST_VALUE).join(''))}… (${left} more characters)`;
}

/** A name for a narrow place: cut in its middle to `longest` characters, since names often differ at their ends. */
export function shortName(name: string, longest: number): string {
  const characters = Array.from(visibleText(name));
  if (characters.length <= longest) return characters.join('');
  const head = Math.ceil((longest - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(head + 1 - longest).join('')}`;
}

/** Terminal columns that a text takes: two for East Asian wide characters, none for combining marks. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    columns += /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff01-\uff60]/u.test(character)
      ? 2
      : 1;
  }
  return columns;
}

function controlPicture(code: number): string {
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : escaped(String.fromCodePoint(code));
}

function escaped(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** The joiners are ordinary parts of words in some scripts, and never reorder text. */
function keepsItsPlace(character: string): boolean {
  return character === '\u200c' || character === '\u200d';
}
