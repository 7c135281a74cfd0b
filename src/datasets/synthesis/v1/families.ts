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

const order = (text: string): readonly BlockName[] => text.split(' ') as BlockName[];

/**
 * Training sees every primitive, each with some blocks only. Test families are combinations that training never
 * shows: a new order of known blocks, or a known primitive in a block where training never used it.
 */
export const FAMILIES: readonly LayoutFamily[] = [
  {
    id: 'classic',
    meta: 'inline',
    totals: 'inline',
    payment: 'inline',
    table: 'columns',
    order: order('letterhead title meta buyer table totals payment footer'),
    role: 'train',
  },
  {
    id: 'letter',
    meta: 'inline',
    totals: 'aligned',
    payment: 'piped',
    table: 'pipes',
    order: order('letterhead buyer title meta table totals payment footer'),
    role: 'train',
  },
  {
    id: 'meta-first',
    meta: 'aligned',
    totals: 'inline',
    payment: 'inline',
    table: 'columns',
    order: order('title meta seller buyer table totals payment'),
    role: 'train',
  },
  {
    id: 'two-column',
    meta: 'inline',
    totals: 'leaders',
    payment: 'inline',
    table: 'wrapped',
    order: order('title parties meta table totals payment footer'),
    role: 'train',
  },
  {
    id: 'boxed',
    meta: 'boxed',
    totals: 'boxed',
    payment: 'boxed',
    table: 'pipes',
    order: order('letterhead title buyer meta table totals payment'),
    role: 'train',
  },
  {
    id: 'piped-head',
    meta: 'piped',
    totals: 'inline',
    payment: 'piped',
    table: 'numbered',
    order: order('seller title meta buyer table totals payment footer'),
    role: 'train',
  },
  {
    id: 'header-row',
    meta: 'columns',
    totals: 'inline',
    payment: 'inline',
    table: 'columns',
    order: order('letterhead title buyer meta table totals payment footer'),
    role: 'train',
  },
  {
    id: 'stacked',
    meta: 'above',
    totals: 'inline',
    payment: 'above',
    table: 'tabs',
    order: order('letterhead title meta buyer table totals payment'),
    role: 'train',
  },
  {
    id: 'receipt',
    meta: 'inline',
    totals: 'inline',
    payment: 'inline',
    table: 'quantity-first',
    order: order('letterhead meta table totals buyer payment footer'),
    role: 'train',
  },
  {
    id: 'leaders',
    meta: 'leaders',
    totals: 'leaders',
    payment: 'inline',
    table: 'sentence',
    order: order('title seller buyer meta table totals payment'),
    role: 'train',
  },
  {
    id: 'spaced-head',
    meta: 'spaced',
    totals: 'aligned',
    payment: 'inline',
    table: 'columns',
    order: order('letterhead buyer meta title table totals payment footer'),
    role: 'train',
  },
  {
    id: 'ruled',
    meta: 'aligned',
    totals: 'columns',
    payment: 'inline',
    table: 'pipes',
    order: order('letterhead title parties meta table totals payment'),
    role: 'train',
  },
  {
    id: 'buyer-top',
    meta: 'columns',
    totals: 'aligned',
    payment: 'piped',
    table: 'wrapped',
    order: order('buyer title meta table totals seller payment'),
    role: 'train',
  },
  {
    id: 'payment-early',
    meta: 'inline',
    totals: 'above',
    payment: 'inline',
    table: 'tabs',
    order: order('letterhead title meta payment buyer table totals'),
    role: 'train',
  },
  {
    id: 'footer-meta',
    meta: 'spaced',
    totals: 'piped',
    payment: 'aligned',
    table: 'numbered',
    order: order('title parties table totals meta payment footer'),
    role: 'train',
  },
  {
    id: 'tabular',
    meta: 'piped',
    totals: 'columns',
    payment: 'columns',
    table: 'columns',
    order: order('title seller meta buyer table totals payment'),
    role: 'train',
  },

  {
    id: 'totals-first',
    meta: 'inline',
    totals: 'aligned',
    payment: 'inline',
    table: 'columns',
    order: order('totals title letterhead buyer meta table payment'),
    role: 'test',
  },
  {
    id: 'columns-throughout',
    meta: 'columns',
    totals: 'columns',
    payment: 'piped',
    table: 'pipes',
    order: order('meta letterhead title parties table totals payment footer'),
    role: 'test',
  },
  {
    id: 'stacked-totals',
    meta: 'above',
    totals: 'above',
    payment: 'piped',
    table: 'wrapped',
    order: order('letterhead title parties meta table totals payment'),
    role: 'test',
  },
  {
    id: 'spaced-totals',
    meta: 'piped',
    totals: 'spaced',
    payment: 'above',
    table: 'sentence',
    order: order('seller buyer meta title table totals payment'),
    role: 'test',
  },
  {
    id: 'leaders-late',
    meta: 'leaders',
    totals: 'boxed',
    payment: 'leaders',
    table: 'tabs',
    order: order('letterhead buyer table totals title meta payment footer'),
    role: 'test',
  },
  {
    id: 'payment-first',
    meta: 'boxed',
    totals: 'piped',
    payment: 'spaced',
    table: 'numbered',
    order: order('payment title meta buyer seller table totals'),
    role: 'test',
  },

  {
    id: 'value-first',
    meta: 'value-first',
    totals: 'value-first',
    payment: 'inline',
    table: 'columns',
    order: order('letterhead title meta buyer table totals payment'),
    role: 'geometry',
  },
  {
    id: 'value-first-totals',
    meta: 'inline',
    totals: 'value-first',
    payment: 'value-first',
    table: 'pipes',
    order: order('letterhead buyer title meta table totals payment'),
    role: 'geometry',
  },
];
