import type { ComparisonSummary } from '../../compare/run-summary.ts';
import type { Verdict } from '../../statistics/verdict.ts';
import { type Markup, html, trusted } from './html-text.ts';

/** A shape for each verdict, the same in charts and tables, so that the page can be read without colour. */
export interface VerdictSymbol {
  shape: 'square' | 'circle' | 'triangle' | 'times' | 'diamond';
  filled: boolean;
  /** CSS colour. */
  color: string;
}

const BASELINE: VerdictSymbol = { shape: 'square', filled: true, color: 'var(--ink)' };

const SYMBOLS: Record<Verdict, VerdictSymbol> = {
  SAFE: { shape: 'circle', filled: true, color: 'var(--good)' },
  BETTER: { shape: 'triangle', filled: true, color: 'var(--good)' },
  WORSE: { shape: 'times', filled: false, color: 'var(--bad)' },
  CANNOT_TELL: { shape: 'circle', filled: false, color: 'var(--open)' },
  TOO_FEW: { shape: 'circle', filled: false, color: 'var(--open)' },
  NOT_MEASURED: { shape: 'diamond', filled: false, color: 'var(--open)' },
  INCOMPARABLE: { shape: 'diamond', filled: false, color: 'var(--open)' },
};

const PATHS: Record<VerdictSymbol['shape'], string> = {
  square: 'M2.5 2.5h7v7h-7z',
  circle: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z',
  triangle: 'M6 1.5L11 10.5H1z',
  times: 'M2.2 2.2L9.8 9.8M9.8 2.2L2.2 9.8',
  diamond: 'M6 1L11 6L6 11L1 6z',
};

/** The symbol of a variant: of its verdict, or of a baseline where nothing is decided about it. */
export function symbolOf(comparison: ComparisonSummary | undefined): VerdictSymbol {
  return comparison === undefined ? BASELINE : SYMBOLS[comparison.verdict];
}

/** The symbol in running text; it says nothing to a screen reader, since the word stands beside it. */
export function symbolMark(symbol: VerdictSymbol): Markup {
  const fill = symbol.filled ? symbol.color : 'none';
  return html`<svg class="symbol" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="${trusted(PATHS[symbol.shape])}" fill="${fill}" stroke="${symbol.color}" stroke-width="2"/></svg>`;
}
