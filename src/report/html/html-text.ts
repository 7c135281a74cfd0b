import { visibleText } from '../safe-text.ts';

/** Markup that is known to be markup. Only `html` and `trusted` make it, so any other text is escaped on its way in. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Markup | string | number | null | false | readonly Part[];

/** A template whose parts are escaped unless they are `Markup`; lists are joined, `null` and `false` leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, string, index) => `${text}${markupOf(parts[index - 1] ?? null)}${string}`));
}

/** Text that this project wrote itself and that is markup, style or script already. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** Text as HTML shows it, in elements and in quoted attributes alike; invisible characters become visible. */
export function escapeHtml(text: string): string {
  return visibleText(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

function markupOf(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(markupOf).join('');
}
