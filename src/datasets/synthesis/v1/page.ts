import type { Random } from '../../../core/random.ts';
import type { InvoiceFacts } from './facts.ts';
import type { LayoutFamily } from './layout-family.ts';
import type { PrintStyle } from './printing.ts';

/** What every block of one page draws on. */
export interface PageContext {
  random: Random;
  facts: InvoiceFacts;
  style: PrintStyle;
  family: LayoutFamily;
}
