import { Random } from '../../../core/random.ts';
import type { Ledger } from '../../../invoices/ledger.ts';
import { decimalOf, shortDecimalOf } from '../../../invoices/minor-units.ts';
import type { DocumentType, GroundTruth } from '../../../invoices/truth.ts';
import type { Page } from '../../rendering/page.ts';
import { composePages } from './compose.ts';
import { canShow, FAMILIES_V2, type Family } from './families.ts';
import { makeLedger } from './make-ledger.ts';
import { makeHeaderTruth, makeLineTruth } from './make-truth.ts';
import { mixFamily } from './mix-family.ts';
import { plantError } from './plant-error.ts';
import { LOCALES_V2, type LocaleV2 } from './regions.ts';
import { renderLayoutText, renderPlainText } from './render-text.ts';
import { isMixed, partOf, phrasesOf, TIER_SHARES, TIERS, type Tier, tierOfSplit } from './splits.ts';
import { makeStyle } from './style.ts';
import { makeView } from './view.ts';
import type { Trap } from './view-context.ts';

/** Narrows what a split draws from; left out, it draws from everything that it has. */
export interface GenerateOptions {
  tiers?: readonly Tier[];
  locales?: readonly LocaleV2[];
  /** Ids of layout families; those of another part than the split's are an error. */
  layouts?: readonly string[];
}

/** The truth of a synthetic document, with what only a generator can know. */
export interface SyntheticTruth extends GroundTruth {
  documentType: DocumentType;
  pages: number;
  trap?: Trap;
}

export interface SyntheticInvoice {
  text: string;
  truth: SyntheticTruth;
  /** What every rendering draws. */
  pages: Page[];
  ledger: Ledger;
}

const TRAPS: readonly Trap[] = ['arithmetic', 'absent-probe', 'order-confirmation', 'prompt-text'];
const ROWS: Readonly<Record<Tier, readonly [number, number]>> = {
  T1: [1, 5],
  T2: [1, 9],
  T3: [10, 62],
  T4: [3, 30],
  T5: [2, 9],
};

/** Id of a document of generator 2. */
export function idOfV2(split: string, index: number): string {
  return `v2-${split}-${String(index).padStart(6, '0')}`;
}

/**
 * The `index`-th invoice of a split: a pure function of its arguments, so any document can be made alone. Its pages are
 * the one source of its text, its boxes and its spans.
 */
export function generateInvoiceV2(
  seed: number,
  split: string,
  index: number,
  options: GenerateOptions = {},
): SyntheticInvoice {
  const part = partOf(split);
  const stream = (name: string): Random => Random.stream(seed, 'invoices-v2', split, index, name);
  const random = stream('plan');
  const tier = tierOfSplit(split) ?? pickTier(random, options.tiers ?? TIERS);
  const locale = random.pick(options.locales ?? LOCALES_V2);
  const trap = tier === 'T5' ? random.pick(TRAPS) : null;
  const family = isMixed(split)
    ? mixFamily(stream('layout'), tier)
    : pickFamily(random, part, { tier, layouts: options.layouts });
  const credit = family.credit === true || (trap === null && (tier === 'T3' || tier === 'T4') && random.chance(0.12));
  const rows: readonly [number, number] = family.sheet === 'receipt' ? [1, Math.min(12, ROWS[tier][1])] : ROWS[tier];
  const ledger = makeLedger(stream('ledger'), { locale, part, tier, rows, credit });
  const printed = trap === 'arithmetic' ? plantError(stream('trap'), ledger) : {};
  const style = makeStyle(stream('style'), locale, {
    part: phrasesOf(split),
    wider: isMixed(split),
    tier,
    currency: ledger.currency,
  });
  const view = makeView({ random: stream('view'), ledger, style, tier, trap, printed });
  const pages = composePages(view, style, family, ledger.decimals);
  const { text, places } = renderPlainText(pages, style.reading, style.gap);
  const truth: SyntheticTruth = {
    id: idOfV2(split, index),
    split,
    tier,
    layout: family.id,
    locale,
    currency: ledger.currency,
    generator: '2',
    documentType: trap === 'order-confirmation' ? 'order-confirmation' : credit ? 'credit-note' : 'invoice',
    pages: pages.length,
    ...(trap === null ? {} : { trap }),
    fields: makeHeaderTruth(ledger, places.header, { printed, trap }),
    vatBreakdown: ledger.vat.map(({ category, rateThousandths, base, tax }) => ({
      category,
      rate: shortDecimalOf(rateThousandths, 3),
      base: decimalOf(base, ledger.decimals),
      tax: decimalOf(tax, ledger.decimals),
    })),
    lines: makeLineTruth(ledger, places.lines),
  };
  return { text, truth, pages, ledger };
}

/** The same invoice as text in columns, for models that read layout. */
export function layoutTextOf(invoice: SyntheticInvoice): string {
  return renderLayoutText(invoice.pages);
}

function pickTier(random: Random, tiers: readonly Tier[]): Tier {
  const total = tiers.reduce((sum, tier) => sum + TIER_SHARES[tier], 0);
  let draw = random.real() * total;
  for (const tier of tiers) {
    draw -= TIER_SHARES[tier];
    if (draw < 0) return tier;
  }
  return tiers.at(-1) as Tier;
}

interface FamilyChoice {
  tier: Tier;
  layouts: readonly string[] | undefined;
}

const CHOICES = new Map<string, readonly Family[]>();

/** Families of the part that can show the tier. */
function pickFamily(random: Random, part: Family['part'], { tier, layouts }: FamilyChoice): Family {
  const key = `${part}|${tier}|${layouts?.join() ?? ''}`;
  let choices = CHOICES.get(key);
  if (choices === undefined) {
    const allowed = FAMILIES_V2.filter(
      (family) => family.part === part && (layouts === undefined || layouts.includes(family.id)),
    );
    const fitting = allowed.filter((family) => canShow(family, tier));
    choices = fitting.length > 0 ? fitting : allowed;
    CHOICES.set(key, choices);
  }
  return random.pick(choices);
}
