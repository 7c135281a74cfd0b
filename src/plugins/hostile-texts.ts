/** Texts that models and documents do bring, and that plugins must live with. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\n\t\u00a0',
  'null',
  '{"a":"b"',
  '</think>',
  '1.176,96',
  '\u202eright to left\u202c',
  '\u0000\u0007',
  '\ud800 half a character',
  'e\u0301',
  '漢字 🧾',
  '(a+)+$ .* [',
  '__proto__',
  'x'.repeat(100_000),
];
