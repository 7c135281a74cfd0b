import type { Part, Tier } from './splits.ts';

export type MetaForm = 'aligned' | 'grid' | 'below' | 'label-right' | 'inline' | 'bar' | 'dotted';
export type TableForm = 'ruled' | 'boxed' | 'borderless' | 'zebra' | 'dense' | 'wrapped' | 'slip';
export type TotalsForm = 'right' | 'boxed-right' | 'full' | 'left' | 'below' | 'leaders' | 'strip';
export type HeadForm = 'left' | 'center' | 'right' | 'band' | 'split';
export type PartiesForm = 'columns' | 'stacked' | 'window' | 'boxes' | 'buyer-first';
export type PaymentForm = 'lines' | 'columns' | 'box' | 'foot';
export type BlockName =
  | 'head'
  | 'title'
  | 'parties'
  | 'meta'
  | 'parties-meta'
  | 'table'
  | 'totals'
  | 'payment'
  | 'notes';

/** A layout family: where the blocks stand and which form each has. The style seed varies it within those bounds. */
export interface Family {
  id: string;
  part: Part;
  sheet: 'portrait' | 'landscape' | 'receipt';
  head: HeadForm;
  parties: PartiesForm;
  meta: MetaForm;
  table: TableForm;
  totals: TotalsForm;
  payment: PaymentForm;
  order: readonly BlockName[];
  /** Makes credit notes only. */
  credit?: true;
}

/** Whether a family can show a tier: credit notes are neither plain nor traps, and sixty rows are no till receipt. */
export function canShow({ credit, sheet }: Family, tier: Tier): boolean {
  return !(credit === true && (tier === 'T1' || tier === 'T5')) && !(sheet === 'receipt' && tier === 'T3');
}

const order = (text: string): readonly BlockName[] => text.split(' ') as BlockName[];

function family(id: string, part: Part, forms: string, blocks: string): Family {
  const [sheet, head, parties, meta, table, totals, payment] = forms.split(' ');
  return { id, part, sheet, head, parties, meta, table, totals, payment, order: order(blocks) } as Family;
}

/** Every family belongs to one part: a test layout is one that training never shows. */
export const FAMILIES_V2: readonly Family[] = [
  family(
    'stacked',
    'train',
    'portrait left stacked inline ruled right lines',
    'head title meta parties table totals payment notes',
  ),
  family(
    'two-column',
    'train',
    'portrait left columns aligned ruled right lines',
    'head title parties meta table totals payment notes',
  ),
  family(
    'boxed',
    'train',
    'portrait left boxes grid boxed boxed-right box',
    'head title parties meta table totals payment notes',
  ),
  family(
    'letterhead',
    'train',
    'portrait center window aligned ruled right foot',
    'head parties-meta title table totals notes payment',
  ),
  family(
    'title-band',
    'train',
    'portrait band columns bar zebra right columns',
    'head meta parties table totals payment notes',
  ),
  family(
    'totals-full',
    'train',
    'portrait split buyer-first aligned borderless full lines',
    'head title parties meta table totals notes payment',
  ),
  family(
    'label-below',
    'train',
    'portrait left columns below ruled below columns',
    'head title meta parties table totals payment notes',
  ),
  family(
    'receipt',
    'train',
    'receipt center stacked inline slip full lines',
    'head title meta table totals payment notes',
  ),
  family(
    'dense-statement',
    'train',
    'portrait split columns aligned dense right foot',
    'head title parties-meta table totals notes payment',
  ),
  family(
    'wrapped-rows',
    'train',
    'portrait right window aligned wrapped boxed-right lines',
    'head parties-meta title table totals payment notes',
  ),
  family(
    'landscape',
    'train',
    'landscape split columns grid ruled right columns',
    'head title parties-meta table totals payment notes',
  ),
  family(
    'leaders',
    'train',
    'portrait center stacked dotted borderless leaders lines',
    'head title parties meta table totals payment notes',
  ),
  family(
    'credit-note',
    'train',
    'portrait right columns aligned zebra boxed-right box',
    'head title parties meta table totals notes payment',
  ),
  family(
    'dev-open',
    'dev',
    'portrait right buyer-first bar borderless right lines',
    'head title meta parties table totals payment notes',
  ),
  family(
    'dev-frame',
    'dev',
    'portrait band boxes below boxed full columns',
    'head title parties meta table totals notes payment',
  ),
  family(
    'dev-slip',
    'dev',
    'receipt left stacked aligned slip leaders lines',
    'head meta title parties table totals notes',
  ),
  family(
    'dev-letter',
    'dev',
    'portrait split window inline wrapped left foot',
    'head parties-meta title table totals payment notes',
  ),
  family(
    'borderless',
    'test',
    'portrait split buyer-first label-right borderless right lines',
    'title head parties meta table totals payment notes',
  ),
  family(
    'grid-frame',
    'test',
    'portrait center boxes grid zebra strip box',
    'head title meta parties table totals notes payment',
  ),
  family(
    'totals-left',
    'test',
    'portrait band columns inline dense left columns',
    'head parties meta title table totals payment notes',
  ),
  family(
    'side-meta',
    'test',
    'portrait left buyer-first dotted wrapped full foot',
    'title head parties-meta table totals notes payment',
  ),
  family(
    'wide-sheet',
    'test',
    'landscape band window bar boxed boxed-right lines',
    'head title parties-meta table totals notes payment',
  ),
  family(
    'till-slip',
    'test',
    'receipt split stacked dotted slip leaders lines',
    'title head parties meta table totals payment notes',
  ),
  family(
    'label-right',
    'test',
    'portrait right columns label-right ruled below box',
    'head title parties meta table totals payment notes',
  ),
  family(
    'reversal',
    'test',
    'portrait left window grid dense strip lines',
    'head title parties-meta table totals payment notes',
  ),
].map((entry) => (entry.id === 'credit-note' || entry.id === 'reversal' ? { ...entry, credit: true as const } : entry));
