import type { HeaderField } from '../../../invoices/fields.ts';
import { isoDay, makeOrderNumber, type Party } from './facts.ts';
import type { BlockName } from './layout-family.ts';
import type { LabelKey } from './labels.ts';
import type { PageContext } from './page.ts';
import { type Pair, placePairs, placeSideBySide } from './placement.ts';
import { type Line, printDate, printId, printLabel, printMoney, printRate, type Segment } from './printing.ts';
import { placeTable } from './table.ts';
import { makeDomain, makePerson } from './words.ts';

const text = (value: string): Line => [{ text: value }];
const field = (name: HeaderField, value: string): Segment => ({ text: value, field: name });

/** The lines of one block of the page. */
export function placeBlock(name: BlockName, context: PageContext): Line[] {
  const { random, family, style } = context;
  switch (name) {
    case 'title':
      return random.chance(0.85) ? [text(printLabel(random, style, 'title'))] : [];
    case 'letterhead':
      return placeParty(context, 'seller', false);
    case 'seller':
      return placeParty(context, 'seller', true);
    case 'buyer':
      return placeParty(context, 'buyer', true);
    case 'parties':
      return placeSideBySide(placeParty(context, 'seller', true), placeParty(context, 'buyer', true));
    case 'meta':
      return placePairs(makeMeta(context), family.meta, style.separator);
    case 'table':
      return placeTable(context);
    case 'totals':
      return placePairs(makeTotals(context), family.totals, style.separator);
    case 'payment':
      return placePayment(context);
    case 'footer':
      return placeFooter(context);
  }
}

function pair(context: PageContext, key: LabelKey, ...value: Segment[]): Pair {
  return { label: printLabel(context.random, context.style, key), value };
}

function placeParty(context: PageContext, role: 'seller' | 'buyer', labelled: boolean): Line[] {
  const { random, facts, style } = context;
  const party: Party = facts[role];
  const name = field(role === 'seller' ? 'sellerName' : 'buyerName', party.name);
  const label = printLabel(random, style, role);
  const lines: Line[] = [];
  if (!labelled) lines.push([name]);
  else if (random.chance(0.4)) lines.push([{ text: label + style.separator }, name]);
  else lines.push(text(random.chance(0.5) ? `${label}:` : label), [name]);
  if (random.chance(0.15))
    lines.push(text(`${printLabel(random, style, 'contact')} ${makePerson(random, facts.locale)}`));
  if (random.chance(0.75)) {
    if (random.chance(0.3)) lines.push(text(`${party.street}, ${party.city}`));
    else lines.push(text(party.street), text(party.city));
    if (random.chance(0.25)) lines.push(text(party.country));
  }
  if (party.vatId !== null) {
    const id = field(role === 'seller' ? 'sellerVatId' : 'buyerVatId', printId(style, party.vatId, 3));
    lines.push([{ text: `${printLabel(random, style, 'vatId')}${random.pick([': ', ' '])}` }, id]);
  }
  if (random.chance(0.2)) lines.push(text(`${printLabel(random, style, 'phone')} ${printPhone(context)}`));
  if (role === 'seller' && random.chance(0.2))
    lines.push(
      text(
        `${printLabel(random, style, 'taxNumber')} ${random.integer(10, 99)}-${random.integer(1_000_000, 9_999_999)}`,
      ),
    );
  if (role === 'seller' && random.chance(0.15))
    lines.push(
      text(`${random.pick(['info', 'mail', 'office'])}@${makeDomain(random)}.${random.pick(['com', 'net', 'eu'])}`),
    );
  return lines;
}

/** Numbers and dates of the head, wanted ones first, then distractors, sometimes shuffled. */
function makeMeta(context: PageContext): Pair[] {
  const { random, facts, style } = context;
  const pairs: Pair[] = [
    pair(context, 'invoiceNumber', field('invoiceNumber', facts.invoiceNumber)),
    pair(context, 'issueDate', field('issueDate', printDate(style, facts.issueDate))),
  ];
  if (facts.dueDate !== null) pairs.push(pair(context, 'dueDate', field('dueDate', printDate(style, facts.dueDate))));
  if (facts.purchaseOrderRef !== null)
    pairs.push(pair(context, 'purchaseOrderRef', field('purchaseOrderRef', facts.purchaseOrderRef)));
  if (random.chance(0.35)) pairs.push(pair(context, 'customerNumber', { text: String(random.integer(100, 999_999)) }));
  if (random.chance(0.22)) pairs.push(pair(context, 'orderNumber', { text: makeOrderNumber(random) }));
  if (random.chance(0.15)) pairs.push(pair(context, 'deliveryNote', { text: makeOrderNumber(random) }));
  const earlier = (days: number): string => printDate(style, isoDay(Date.parse(facts.issueDate) - days * 86_400_000));
  if (random.chance(0.2)) pairs.push(pair(context, 'deliveryDate', { text: earlier(random.integer(1, 12)) }));
  if (random.chance(0.15)) pairs.push(pair(context, 'orderDate', { text: earlier(random.integer(13, 60)) }));
  if (style.money === 'bare') pairs.push(pair(context, 'currency', field('currency', style.currencyMark)));
  return random.chance(0.45) ? random.shuffle(pairs) : pairs;
}

function makeTotals(context: PageContext): Pair[] {
  const { random, facts, style } = context;
  const money = (cents: number, name?: HeaderField): Segment[] => printMoney(style, cents, name);
  const pairs: Pair[] = [];
  const adjusted = facts.discount > 0 || facts.shipping > 0;
  if (adjusted) pairs.push(pair(context, 'lineTotal', ...money(facts.lineTotal)));
  if (facts.discount > 0) pairs.push(pair(context, 'discount', ...money(-facts.discount)));
  if (facts.shipping > 0) pairs.push(pair(context, 'shipping', ...money(facts.shipping)));
  if (adjusted || random.chance(0.93)) pairs.push(pair(context, 'netTotal', ...money(facts.netTotal, 'netTotal')));
  const [only] = facts.vat;
  if (facts.vat.length > 1) {
    for (const entry of facts.vat) {
      const label = `${printLabel(random, style, 'vatTotal')} ${printRate(style, entry.rateThousandths)}`;
      pairs.push({ label, value: money(entry.tax) });
    }
    pairs.push(pair(context, 'vatTotal', ...money(facts.vatTotal, 'vatTotal')));
  } else if (only !== undefined && random.chance(0.95)) {
    const rate = printRate(style, only.rateThousandths);
    const label = printLabel(random, style, 'vatTotal') + random.pick(['', ` ${rate}`, ` (${rate})`, ` ${rate}`]);
    pairs.push({ label, value: money(facts.vatTotal, 'vatTotal') });
  }
  pairs.push(pair(context, 'grossTotal', ...money(facts.grossTotal, 'grossTotal')));
  if (facts.prepaid > 0) pairs.push(pair(context, 'prepaid', ...money(-facts.prepaid)));
  if (facts.prepaid > 0 || random.chance(0.15))
    pairs.push(pair(context, 'amountDue', ...money(facts.amountDue, 'amountDue')));
  return pairs;
}

function placePayment(context: PageContext): Line[] {
  const { random, facts, style, family } = context;
  const pairs: Pair[] = [];
  if (facts.iban !== null) pairs.push(pair(context, 'iban', field('iban', printId(style, facts.iban, 4))));
  if (random.chance(0.25))
    pairs.push(
      pair(context, 'bic', {
        text: `${random.pick(['DEUT', 'COBA', 'BARC', 'BNPA', 'CAIX', 'LOYD'])}${random.pick(['DE', 'GB', 'FR', 'ES'])}${random.pick(['FF', '22', 'PP', 'MM'])}`,
      }),
    );
  if (random.chance(0.2))
    pairs.push(
      pair(context, 'paymentReference', {
        text: `${random.integer(10, 99)} ${random.integer(10_000, 99_999)} ${random.integer(100, 999)}`,
      }),
    );
  return pairs.length === 0 ? [] : placePairs(pairs, family.payment, style.separator);
}

const CLOSINGS = {
  en: [
    'Thank you for your business.',
    'Payment terms: net 30 days.',
    'Late payments incur 2% interest.',
    'E. & O. E.',
    'Goods remain our property until paid in full.',
  ],
  de: [
    'Vielen Dank für Ihren Auftrag.',
    'Zahlbar innerhalb von 14 Tagen ohne Abzug.',
    'Die Ware bleibt bis zur Bezahlung unser Eigentum.',
    'Es gelten unsere AGB.',
  ],
  fr: [
    'Merci de votre confiance.',
    'Paiement à 30 jours fin de mois.',
    'Pénalités de retard : 3 fois le taux légal.',
    'TVA acquittée sur les débits.',
  ],
  es: [
    'Gracias por su confianza.',
    'Forma de pago: transferencia a 30 días.',
    'No se admiten devoluciones pasados 15 días.',
    'Inscrita en el Registro Mercantil.',
  ],
} as const;

/** Closing words, and sometimes the seller's name once more. */
function placeFooter({ random, facts, style }: PageContext): Line[] {
  const lines: Line[] = [];
  if (random.chance(0.5)) lines.push(text(random.pick(CLOSINGS[style.language])));
  if (random.chance(0.2)) lines.push([field('sellerName', facts.seller.name), { text: ` · ${facts.seller.city}` }]);
  return lines;
}

const DIALLING = { 'en-US': '(555)', 'en-GB': '+44', 'de-DE': '+49', 'fr-FR': '+33', 'es-ES': '+34' } as const;

function printPhone({ random, facts }: PageContext): string {
  return `${random.chance(0.7) ? DIALLING[facts.locale] : '0'} ${random.integer(100, 999)} ${random.integer(1000, 999_999)}`;
}
