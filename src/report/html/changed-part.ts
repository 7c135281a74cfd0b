import { visibleValue } from '../safe-text.ts';
import { type Markup, html } from './html-text.ts';

/**
 * Two values with the part in which they differ marked: what stands between their common beginning and their common end.
 * `null` stays `null`; equal values carry no mark.
 */
export function changedPart(before: string | null, after: string | null): [Markup | null, Markup | null] {
  if (before === null || after === null) return [plain(before), plain(after)];
  const [left, right] = [Array.from(visibleValue(before)), Array.from(visibleValue(after))];
  const shortest = Math.min(left.length, right.length);
  let start = 0;
  while (start < shortest && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shortest - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  return [marked(left, start, end), marked(right, start, end)];
}

function plain(value: string | null): Markup | null {
  return value === null ? null : html`<bdi>${visibleValue(value)}</bdi>`;
}

function marked(characters: string[], start: number, end: number): Markup {
  const stop = characters.length - end;
  const middle = characters.slice(start, stop).join('');
  if (middle === '') return html`<bdi>${characters.join('')}</bdi>`;
  return html`<bdi>${characters.slice(0, start).join('')}<mark>${middle}</mark>${characters.slice(stop).join('')}</bdi>`;
}
