import { visibleText } from './safe-text.ts';

/** Text that Markdown shows as it is: no markup, no HTML, no mention of a person, no broken table. */
export function markdownText(text: string): string {
  return visibleText(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*[\]|~$#]|(?<!\w)_|_(?!\w)/g, (character) => `\\${character}`)
    .replace(/@/g, '&#64;');
}

/** A Markdown table; `align` holds one letter per column, `l` or `r`. Cells must be Markdown already. */
export function markdownTable(align: string, heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = Array.from(align).map((side) => (side === 'r' ? '--:' : ':--'));
  return [heading, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
