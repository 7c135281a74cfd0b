import type { HeaderField, LineField } from '../../../invoices/fields.ts';
import type { VatBreakdownEntry } from '../../../invoices/truth.ts';
import type { Profile } from './profiles.ts';

/** A value of the XML. */
export interface Stated {
  /** Canonical: decimal string, ISO date, or the text. */
  value: string;
  /** As the XML writes it. */
  raw: string;
  /** Of `raw` in the XML, in UTF-16 units. */
  span?: [number, number];
}

/** What the XML of an e-invoice says, in Assay's terms. */
export interface EInvoice {
  syntax: 'CII' | 'ZUGFeRD 1' | 'UBL';
  profile: Profile;
  header: Partial<Record<HeaderField, Stated>>;
  /** Fields that the XML gives several different values, e.g. the due dates of instalments. */
  ambiguous: HeaderField[];
  /** Every other date of the XML, ISO: delivery, periods, and the like. */
  otherDates: string[];
  vatBreakdown: VatBreakdownEntry[];
  lines: Partial<Record<LineField, Stated>>[];
}
