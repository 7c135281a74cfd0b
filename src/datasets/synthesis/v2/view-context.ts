import type { Random } from '../../../core/random.ts';
import type { HeaderField } from '../../../invoices/fields.ts';
import type { Ledger } from '../../../invoices/ledger.ts';
import type { Segment } from '../../rendering/page.ts';
import type { Tier } from './splits.ts';
import type { Style } from './style.ts';

/** What T5 plants on a page. */
export type Trap = 'arithmetic' | 'absent-probe' | 'order-confirmation' | 'prompt-text';

/** A label with its value. */
export interface Pair {
  label: string;
  value: Segment[];
  strong?: boolean;
}

/** What every part of the view is made from. */
export interface ViewContext {
  random: Random;
  ledger: Ledger;
  style: Style;
  tier: Tier;
  trap: Trap | null;
  /** Money that a trap prints in place of the ledger's. */
  printed: Partial<Record<HeaderField, number>>;
}
