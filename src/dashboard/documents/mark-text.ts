import { type Markup, html } from '../../report/html/html-text.ts';
import { visibleText } from '../../report/safe-text.ts';

/** A stretch of the source text that means something. */
export interface TextMark {
  start: number;
  end: number;
  /** Whether a true value is printed here, or an answer that differs from it was found here. */
  kind: 'truth' | 'answer';
  /** Fields or variants, for people. */
  label: string;
  chosen: boolean;
}

/** A text with its marks; marks may overlap, and each stretch carries the labels of all that cover it. */
export function renderMarkedText(text: string, marks: readonly TextMark[]): Markup {
  const inside = marks.filter(({ start, end }) => start >= 0 && start < end && end <= text.length);
  const edges = [...new Set([0, text.length, ...inside.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  const parts = edges.slice(0, -1).map((from, place): Markup => {
    const to = edges[place + 1] ?? text.length;
    const shown = lines(text.slice(from, to));
    const over = inside.filter(({ start, end }) => start <= from && to <= end);
    if (over.length === 0) return html`${shown}`;
    const answer = over.some(({ kind }) => kind === 'answer');
    const chosen = over.some((mark) => mark.chosen);
    const label = [...new Set(over.map((mark) => mark.label))].join(', ');
    const first = chosen && inside.filter((mark) => mark.chosen).every(({ start }) => start >= from);
    return html`<mark class="${answer ? 'answer' : 'truth'}${chosen ? ' chosen' : ''}" title="${label}"${first && html` id="chosen"`}>${shown}</mark>`;
  });
  return html`<pre class="source-text" tabindex="0" role="region" aria-label="Source text">${parts}</pre>`;
}

/** Line breaks stay what they are; every other control character is shown. */
function lines(text: string): Markup {
  return html`${text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map(
      (line, place) =>
        html`${
          place > 0 &&
          html`
`
        }${visibleText(line)}`,
    )}`;
}
