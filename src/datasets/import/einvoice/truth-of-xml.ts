import { HEADER_FIELDS, type HeaderField, LINE_FIELDS, type LineField } from '../../../invoices/fields.ts';
import type { GroundTruth, TrueValue } from '../../../invoices/truth.ts';
import type { EInvoice, Stated } from './einvoice.ts';
import { carriesBreakdown, carriesField, carriesLines } from './profiles.ts';

export type Truths = Pick<GroundTruth, 'fields' | 'vatBreakdown' | 'lines'>;

const UNKNOWN: TrueValue = { value: null, state: 'unknown' };
const ABSENT: TrueValue = { value: null, state: 'absent' };

/**
 * The truth of an invoice whose document is the XML itself: what it states is present, with its place in the XML; what
 * its profile has a place for and it leaves out is absent; what its profile cannot carry is unknown.
 */
export function truthOfXml(invoice: EInvoice): Truths {
  const { profile, header, ambiguous, lines } = invoice;
  const fields: GroundTruth['fields'] = {};
  for (const field of Object.keys(HEADER_FIELDS) as HeaderField[]) {
    const stated = header[field];
    if (stated !== undefined) fields[field] = presentAs(stated);
    else fields[field] = carriesField(profile, field) && !ambiguous.includes(field) ? ABSENT : UNKNOWN;
  }
  return {
    fields,
    ...breakdownOf(invoice),
    ...(carriesLines(profile) || lines.length > 0
      ? { lines: lines.map((line) => lineOf(line, carriesLines(profile))) }
      : {}),
  };
}

/** The VAT breakdown, where the profile carries one or the XML states one all the same. */
export function breakdownOf({ profile, vatBreakdown }: EInvoice): Pick<GroundTruth, 'vatBreakdown'> {
  return carriesBreakdown(profile) || vatBreakdown.length > 0 ? { vatBreakdown } : {};
}

function lineOf(line: Partial<Record<LineField, Stated>>, carried: boolean): Partial<Record<LineField, TrueValue>> {
  const truth: Partial<Record<LineField, TrueValue>> = {};
  for (const field of Object.keys(LINE_FIELDS) as LineField[]) {
    const stated = line[field];
    truth[field] = stated === undefined ? (carried ? ABSENT : UNKNOWN) : presentAs(stated);
  }
  return truth;
}

function presentAs({ value, raw, span }: Stated): TrueValue {
  return { value, state: 'present', printed: raw, ...(span === undefined ? {} : { span }) };
}
