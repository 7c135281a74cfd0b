import type { HeaderField } from '../../../invoices/fields.ts';
import type { LedgerParty } from '../../../invoices/ledger.ts';
import type { Segment } from '../../rendering/page.ts';
import type { LabelKey } from './labels.ts';
import { makePaymentPairs, makeTotals } from './view-amounts.ts';
import type { Pair, ViewContext } from './view-context.ts';
import { makeMeta } from './view-meta.ts';
import { makeTable, type TableView } from './view-table.ts';
import { NOTES, PROMPTS } from './notes.ts';
import { fillDigits } from './make-parties.ts';
import { makeReference } from './make-references.ts';
import { REGIONS } from './regions.ts';
import { partOfList } from './splits.ts';
import { labelOf, printMoney, printRate, printVatId, segment, type Style } from './style.ts';

/** What the pages show, before any of it has a place. */
export interface View {
  title: string;
  seller: PartyView;
  buyer: PartyView;
  meta: Pair[];
  table: TableView;
  totals: Pair[];
  /** VAT by rate: a small table, or nothing. */
  breakdown: { heads: string[]; rows: Segment[][][] } | null;
  payment: Pair[];
  /** Sentences under the totals. */
  notes: string[];
  /** Pieces of the small print at the foot. */
  foot: Segment[][];
}

export interface PartyView {
  label: string;
  name: Segment;
  address: string[];
  details: Pair[];
}

/** Decides what is printed, and how it is written. */
export function makeView(context: ViewContext): View {
  const { random, ledger, style, tier, trap } = context;
  const title: LabelKey =
    trap === 'order-confirmation' ? 'confirmation' : ledger.typeCode === 381 ? 'creditNote' : 'title';
  const notes = NOTES[style.language];
  const terms = partOfList(notes.terms, style.part);
  const closing = partOfList(notes.closing, style.part);
  const sentences: string[] = [];
  const [tax] = ledger.vat;
  if (tax?.category === 'AE') sentences.push(notes.reverse);
  else if (ledger.vat.some(({ category }) => category === 'E') && ledger.profile !== 'sales-tax')
    sentences.push(notes.exempt);
  if (random.chance(tier === 'T1' ? 0.2 : 0.35))
    sentences.push(random.pick(terms).replace('%', String(random.pick([8, 10, 14, 30, 45, 60]))));
  if (random.chance(0.5)) sentences.push(random.pick(closing));
  if (tier !== 'T1' && random.chance(0.2)) sentences.push(random.pick(closing));
  if (trap === 'prompt-text')
    sentences.splice(random.integer(0, sentences.length), 0, random.pick(partOfList(PROMPTS, style.part)));
  return {
    title: labelOf(style, title),
    seller: makePartyView(context, 'seller'),
    buyer: makePartyView(context, 'buyer'),
    meta: makeMeta(context),
    table: makeTable(context),
    totals: makeTotals(context),
    breakdown: makeBreakdown(context),
    payment: trap === 'order-confirmation' ? [] : makePaymentPairs(context),
    notes: [...new Set(sentences)],
    foot: makeFoot(context),
  };
}

function makePartyView({ random, ledger, style, trap }: ViewContext, role: 'seller' | 'buyer'): PartyView {
  const party = ledger[role];
  const details: Pair[] = [];
  const pair = (key: LabelKey, value: string, mark?: HeaderField): void => {
    details.push({ label: labelOf(style, key), value: [segment(value, mark)] });
  };
  if (party.vatId !== null)
    pair('vatId', printVatId(style, party.vatId), role === 'seller' ? 'sellerVatId' : 'buyerVatId');
  else if (trap === 'absent-probe' && random.chance(0.5))
    details.push({
      label: labelOf(style, 'vatId'),
      value: [segment(random.pick(partOfList(NOTES[style.language].missing, style.part)))],
    });
  if (role === 'seller' && party.registrationId !== null && random.chance(0.7))
    details.push({
      label: style.region.registration.label,
      value: [segment(party.registrationId.replace(/^HRB /, ''))],
    });
  if (role === 'seller' && random.chance(0.3)) pair('phone', fillDigits(random, style.region.phone));
  if (role === 'seller' && random.chance(0.2))
    pair('email', `${random.pick(['info', 'mail', 'office', 'billing'])}@${domainOf(party.name)}.example`);
  return {
    label: labelOf(style, role),
    name: segment(party.name, role === 'seller' ? 'sellerName' : 'buyerName'),
    address: random.chance(0.86) ? addressOf(style, party, random.chance(0.25)) : [],
    details,
  };
}

const COUNTRY_NAMES = new Map(
  Object.values(REGIONS)
    .toReversed()
    .map(({ country, countryName }) => [country, countryName]),
);

function addressOf(style: Style, party: LedgerParty, withCountry: boolean): string[] {
  const { street, postcode, city, country } = party;
  const lines =
    country === 'JP'
      ? [`〒${postcode}`, city + street]
      : country === 'US'
        ? [street, `${city}, ${postcode}`]
        : country === 'GB'
          ? [street, city, postcode]
          : country === 'IN'
            ? [street, `${city} - ${postcode}`]
            : [
                street,
                `${country === 'SE' || country === 'CZ' ? postcode.replace(/^(\d{3})/, '$1 ') : country === 'NL' ? postcode.replace(/^(\d{4})/, '$1 ') : postcode} ${city}`,
              ];
  const name = COUNTRY_NAMES.get(country);
  // Abroad the country must stand on the page.
  if (name !== undefined && (withCountry || country !== style.region.country)) lines.push(name);
  return lines;
}

function domainOf(name: string): string {
  const word = name
    .normalize('NFD')
    .toLowerCase()
    .split(/[^a-z]+/)
    .find((part) => part.length > 3);
  return word ?? 'shop';
}

/** The tax by rate, where there is more than one or the house style has the table. */
function makeBreakdown({ random, ledger, style, tier, trap }: ViewContext): View['breakdown'] {
  const { vat, decimals } = ledger;
  if (ledger.profile === 'sales-tax' || trap === 'arithmetic') return null;
  if (tier === 'T1' || !random.chance(vat.length > 1 ? 0.45 : 0.08)) return null;
  const money = (amount: number): Segment[] => printMoney({ ...style, money: 'bare' }, amount, { decimals });
  return {
    heads: [labelOf(style, 'vatRate'), labelOf(style, 'base'), labelOf(style, 'vatTotal')],
    rows: vat.map(({ rateThousandths, base, tax }) => [
      [segment(printRate(style, rateThousandths))],
      money(base),
      money(tax),
    ]),
  };
}

/** Small print: the seller once more, and its registration. */
function makeFoot({ random, ledger, style }: ViewContext): Segment[][] {
  const { seller } = ledger;
  const foot: Segment[][] = [];
  if (random.chance(0.35)) {
    foot.push([segment(seller.name, 'sellerName')], [segment(seller.city)]);
    if (seller.registrationId !== null)
      foot.push([segment(`${style.region.registration.label.replace('HRB', '')} ${seller.registrationId}`.trim())]);
    if (random.chance(0.3))
      foot.push([segment(`${labelOf(style, 'phone')} ${fillDigits(random, style.region.phone)}`)]);
    if (random.chance(0.2)) foot.push([segment(makeReference(random))]);
  }
  return foot;
}
