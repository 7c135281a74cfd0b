import type { HeaderField } from '../../../invoices/fields.ts';

/** What an e-invoice calls itself. `UNKNOWN` is a guideline that is not known: nothing follows from what it leaves out. */
export type Profile =
  | 'MINIMUM'
  | 'BASIC WL'
  | 'BASIC'
  | 'EN 16931'
  | 'EXTENDED'
  | 'XRECHNUNG'
  | 'PEPPOL'
  | 'ZUGFERD 1 BASIC'
  | 'ZUGFERD 1 COMFORT'
  | 'ZUGFERD 1 EXTENDED'
  | 'UNKNOWN';

/** In this order: an XRechnung extension names EN 16931 as well. */
const GUIDELINES: readonly [RegExp, Profile][] = [
  [/^urn:ferd:.*:basic$/, 'ZUGFERD 1 BASIC'],
  [/^urn:ferd:.*:comfort$/, 'ZUGFERD 1 COMFORT'],
  [/^urn:ferd:.*:extended$/, 'ZUGFERD 1 EXTENDED'],
  [/xrechnung|xoev-de/, 'XRECHNUNG'],
  [/peppol/, 'PEPPOL'],
  [/(?:factur-x|zugferd).*[:#]minimum$/, 'MINIMUM'],
  [/(?:factur-x|zugferd).*[:#]basicwl$/, 'BASIC WL'],
  [/(?:factur-x|zugferd).*[:#]basic$/, 'BASIC'],
  [/(?:factur-x|zugferd).*[:#]extended$/, 'EXTENDED'],
  [/^urn:cen\.eu:en16931:2017/, 'EN 16931'],
];

/** The profile of a guideline identifier (BT-24), e.g. `urn:factur-x.eu:1p0:minimum`. */
export function profileOf(guideline: string): Profile {
  const known = GUIDELINES.find(([pattern]) => pattern.test(guideline.trim().toLowerCase()));
  return known?.[1] ?? 'UNKNOWN';
}

const MINIMUM_FIELDS: ReadonlySet<HeaderField> = new Set<HeaderField>([
  'invoiceNumber',
  'issueDate',
  'purchaseOrderRef',
  'sellerName',
  'sellerVatId',
  'buyerName',
  'currency',
  'netTotal',
  'vatTotal',
  'grossTotal',
  'amountDue',
]);
/** Its orders are named from COMFORT on. */
const NOT_IN_ZUGFERD_1_BASIC: ReadonlySet<HeaderField> = new Set<HeaderField>(['purchaseOrderRef']);

/** Whether the profile has a place for the field, so that leaving it out says that the invoice has none. */
export function carriesField(profile: Profile, field: HeaderField): boolean {
  if (profile === 'UNKNOWN') return false;
  if (profile === 'MINIMUM') return MINIMUM_FIELDS.has(field);
  return profile !== 'ZUGFERD 1 BASIC' || !NOT_IN_ZUGFERD_1_BASIC.has(field);
}

/** Whether the profile has a place for the VAT breakdown. */
export function carriesBreakdown(profile: Profile): boolean {
  return profile !== 'MINIMUM' && profile !== 'UNKNOWN';
}

/** Whether the profile has a place for invoice lines with prices. In ZUGFeRD 1 BASIC they are free text. */
export function carriesLines(profile: Profile): boolean {
  return !['MINIMUM', 'BASIC WL', 'ZUGFERD 1 BASIC', 'UNKNOWN'].includes(profile);
}
