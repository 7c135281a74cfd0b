import type { Placement } from './placement.ts';

export type BlockName =
  | 'letterhead'
  | 'seller'
  | 'buyer'
  | 'parties'
  | 'title'
  | 'meta'
  | 'table'
  | 'totals'
  | 'payment'
  | 'footer';

export type TableForm = 'columns' | 'pipes' | 'sentence' | 'wrapped' | 'numbered' | 'tabs' | 'quantity-first';

/** A layout family: which primitive each block uses, and the order of the blocks. */
export interface LayoutFamily {
  id: string;
  meta: Placement;
  totals: Placement;
  payment: Placement;
  table: TableForm;
  order: readonly BlockName[];
  /** Splits that may draw it: `train` families also make `dev`. */
  role: 'train' | 'test' | 'geometry';
}
