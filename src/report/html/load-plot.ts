import type { SvgElement } from '@mixmark-io/domino';
import type { PlotOptions } from '@observablehq/plot';
import { visibleText } from '../safe-text.ts';
import { type Markup, trusted } from './html-text.ts';

export type Plot = typeof import('@observablehq/plot');

/** The chart library and the one way to turn its options into markup. */
export interface Charts {
  Plot: Plot;
  /** An SVG without styles or scripts of its own; the figure around it names it, so a screen reader skips it. */
  svg: (options: PlotOptions) => Markup;
}

/** Loads the chart library; about 0.15 s, so only a report that draws pays for it. */
export async function loadPlot(): Promise<Charts> {
  const [Plot, { default: domino }] = await Promise.all([import('@observablehq/plot'), import('@mixmark-io/domino')]);
  const svg = (options: PlotOptions): Markup => {
    const document = domino.createDocument();
    const drawn = Plot.plot({
      document,
      className: 'plot',
      ...options,
    } as unknown as PlotOptions) as unknown as SvgElement;
    for (const style of Array.from(drawn.querySelectorAll('style'))) style.remove();
    // Document and model names stand in labels: show what is invisible in them, as everywhere else.
    for (const text of Array.from(drawn.querySelectorAll('text, title')))
      if (!text.outerHTML.includes('<tspan')) text.textContent = visibleText(text.textContent);
    for (const part of Array.from(drawn.querySelectorAll('[aria-label]'))) part.removeAttribute('aria-label');
    drawn.setAttribute('aria-hidden', 'true');
    return trusted(closeAtOnce(shortNumbers(drawn.outerHTML)));
  };
  return { Plot, svg };
}

/** Two decimals of a pixel are more than any screen shows. Only attributes are touched, never a label. */
function shortNumbers(markup: string): string {
  const short = (digits: string): string => String(Math.round(Number(digits) * 100) / 100);
  return markup.replace(/="[^"]*"/g, (attribute) => attribute.replace(/-?\d+\.\d{3,}/g, short));
}

/** Shapes hold nothing: within SVG, HTML lets them close themselves, which is a tenth of a chart. */
function closeAtOnce(markup: string): string {
  return markup.replace(/><\/(?:line|circle|path|rect)>/g, '/>');
}
