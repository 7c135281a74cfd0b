import { columnsOf } from './safe-text.ts';
import type { Tone } from './verdict-words.ts';

export type Style = 'strong' | 'faint' | 'warning' | Tone;

/** Paints text for a terminal; without colour it gives the text back. */
export type Paint = (style: Style, text: string) => string;

const CODES: Record<Style, string> = { strong: '1', faint: '2', warning: '33', good: '32', bad: '31', open: '36' };

/** A painter with the sixteen standard colours, so that the user's own palette applies. */
export function makePaint(color: boolean): Paint {
  return (style, text) => (color && text !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}

/** Text broken at spaces into lines of at most `width` columns; a longer word keeps a line of its own. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Wrapped text whose first line starts with `lead` and whose other lines are indented by as much. */
export function hangingText(lead: string, text: string, width: number): string[] {
  const indent = ' '.repeat(columnsOf(lead));
  return wrapText(text, Math.max(20, width - indent.length)).map(
    (line, index) => `${index === 0 ? lead : indent}${line}`,
  );
}

/** Text filled with spaces to `width` columns. */
export function padText(text: string, width: number, side: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - columnsOf(text)));
  return side === 'left' ? `${text}${space}` : `${space}${text}`;
}
