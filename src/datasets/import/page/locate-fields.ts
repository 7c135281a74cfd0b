import type { DocumentLocale } from '../../../invoices/describe-locale.ts';
import { HEADER_FIELDS, type HeaderField } from '../../../invoices/fields.ts';
import type { TrueValue } from '../../../invoices/truth.ts';
import { type Candidate, candidatesOf, plainDecimal } from './candidates.ts';
import { lastFieldsNamed } from './field-labels.ts';
import type { PageText } from './page-text.ts';

/** Shorter ids and small round numbers occur on a page by chance; they count only beside a label of their own. */
const SHORTEST_ID = 4;

const DEDUCTIONS: ReadonlySet<HeaderField> = new Set<HeaderField>(['allowanceTotal', 'prepaid']);

export type HeaderValues = Partial<Record<HeaderField, string>>;

export interface ValuesOfPage {
  values: HeaderValues;
  /** Amounts that the page shows elsewhere, as those of its lines: canonical decimals. */
  otherAmounts?: readonly string[];
  locale: DocumentLocale;
}

/**
 * Which of these values the page prints, and where. A value counts as `present` where the page shows it in any notation
 * of the document's locale and nothing says that it means something else: a value that two fields share, or that is an
 * amount of a line as well, counts only beside a label of its own. What is not found is `unknown`, never `absent`: a page
 * can say it in a way not read here.
 */
export function locateFields(page: PageText, asked: ValuesOfPage): Partial<Record<HeaderField, TrueValue>> {
  const { values, otherAmounts = [], locale } = asked;
  const elsewhere = new Set(otherAmounts.map(plainDecimal));
  const located: Partial<Record<HeaderField, TrueValue>> = {};
  for (const [field, value] of Object.entries(values) as [HeaderField, string][]) {
    const found = bestPlace(page.text, field, { value, values, locale, elsewhere });
    located[field] = found === undefined ? { value: null, state: 'unknown' } : printedAt(page, found, value);
  }
  return located;
}

/** The truth of a value that the page prints at this place. */
export function printedAt(page: PageText, { start, end }: Pick<Candidate, 'start' | 'end'>, value: string): TrueValue {
  return {
    value,
    state: 'present',
    printed: page.text.slice(start, end),
    span: [start, end],
    ...page.placeOf([start, end]),
  };
}

function bestPlace(
  text: string,
  field: HeaderField,
  {
    value,
    values,
    locale,
    elsewhere,
  }: Omit<ValuesOfPage, 'otherAmounts'> & { value: string; elsewhere: ReadonlySet<string> },
): Candidate | undefined {
  const type = HEADER_FIELDS[field];
  const rivals = rivalsOf(field, values);
  const isShared = type === 'money' && elsewhere.has(plainDecimal(value));
  const doubtful = rivals.length > 0 || isShared || isCommon(field, value);
  let best: Candidate | undefined;
  // Rows of a table stand below headings such as "total": an amount of a line needs a label in its own row.
  let bestScore = isShared ? 2 : doubtful ? 1 : 0;
  const candidates = candidatesOf(text, value, type, locale);
  // What is taken off may be printed with a minus; the XML states it without.
  if (DEDUCTIONS.has(field))
    candidates.push(...candidatesOf(text, `-${value}`, type, locale).map((seen) => unsigned(text, seen, value)));
  for (const candidate of candidates) {
    const named = lastFieldsNamed(before(text, candidate.start));
    const first = named.find((other) => other === field || rivals.includes(other));
    const own = first === field;
    if (first !== undefined && !own) continue;
    const score = own ? 3 : namedAbove(text, candidate.start).includes(field) ? 1 : 0;
    // Totals stand at the end of an invoice, everything else first counts at its head.
    if (score > bestScore || (score === bestScore && (best === undefined || type === 'money'))) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** The other fields that have the same value. */
function rivalsOf(field: HeaderField, values: HeaderValues): HeaderField[] {
  const same = (other: HeaderField): string => {
    const value = values[other] ?? '';
    return HEADER_FIELDS[other] === 'money' ? plainDecimal(value) : value;
  };
  return (Object.keys(values) as HeaderField[]).filter(
    (other) => other !== field && HEADER_FIELDS[other] === HEADER_FIELDS[field] && same(other) === same(field),
  );
}

function isCommon(field: HeaderField, value: string): boolean {
  const type = HEADER_FIELDS[field];
  if (type === 'id') return value.length < SHORTEST_ID;
  return type === 'money' && plainDecimal(value).replace('-', '').length < 3;
}

/** The line up to a place. */
function before(text: string, start: number): string {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
}

/** What the line above names: there stand the labels of a page that puts its values below them. */
function namedAbove(text: string, start: number): readonly HeaderField[] {
  const end = text.lastIndexOf('\n', start - 1);
  if (end <= 0) return [];
  const labels = text.slice(text.lastIndexOf('\n', end - 1) + 1, end).split(/ {3}/);
  const stop = text.indexOf('\n', start);
  const columns = text.slice(end + 1, stop === -1 ? text.length : stop).split(/ {3}/).length;
  // As many labels as values: each stands above its own.
  const own =
    labels.length === columns ? labels.slice(before(text, start).split(/ {3}/).length - 1).slice(0, 1) : labels;
  return own.flatMap((label) => lastFieldsNamed(label));
}

/** The place of an amount without the sign around it. */
function unsigned(text: string, { start, end }: Candidate, value: string): Candidate {
  const seen = text.slice(start, end);
  const lead = /^\D*/.exec(seen)?.[0].length ?? 0;
  const tail = /\D*$/.exec(seen)?.[0].length ?? 0;
  return { start: start + lead, end: end - tail, value };
}
