import { continuesWord } from '../core/word-edge.ts';
import type { DocumentLocale } from '../invoices/describe-locale.ts';
import type { FieldType } from '../invoices/fields.ts';
import { findAmounts, findCurrencies, findDates, trimDecimal } from '../invoices/find-values.ts';
import { normaliseId } from '../invoices/identifiers.ts';
import { foldText } from './compare-values.ts';

/** Shorter ids stand by chance in the middle of other text, once separators are dropped. */
const MIN_SQUASHED_LENGTH = 4;

/** A document's text with what grounding looks up in it, each made once and only when asked for. */
export class SourceText {
  readonly text: string;
  readonly locale: DocumentLocale;
  private readonly cache = new Map<string, unknown>();

  constructor(text: string, locale: DocumentLocale) {
    this.text = text;
    this.locale = locale;
  }

  /**
   * Whether an answer stands in the text in some surface form: as given; after folding case, width and white space; for
   * ids without separators; for amounts, dates and currencies as any text that reads as the same value.
   */
  holds(type: FieldType, raw: string, value: string | null): boolean {
    if (standsIn(this.text, raw.trim())) return true;
    const folded = this.once('folded', () => foldText(this.text));
    if (standsIn(folded, foldText(raw))) return true;
    switch (type) {
      case 'id': {
        const id = normaliseId(raw);
        return id.length >= MIN_SQUASHED_LENGTH && this.once('squashed', () => normaliseId(this.text)).includes(id);
      }
      case 'money':
      case 'quantity':
        return value !== null && this.amounts().has(trimDecimal(value));
      case 'date':
        return value !== null && this.dates().has(value);
      case 'code':
        return value !== null && this.once('currencies', () => this.currencies()).has(value);
      default:
        return false;
    }
  }

  private amounts(): Set<string> {
    return this.once('amounts', () => findAmounts(this.text, this.locale.decimal));
  }

  private dates(): Set<string> {
    return this.once('dates', () => findDates(this.text, this.locale.dateOrder));
  }

  private currencies(): Set<string> {
    const { language, region, currencyCodes } = this.locale;
    return findCurrencies(this.text, { language, region, codes: currencyCodes });
  }

  private once<T>(name: string, make: () => T): T {
    let made = this.cache.get(name);
    if (made === undefined) this.cache.set(name, (made = make()));
    return made as T;
  }
}

/** Whether `part` stands in `text` as whole words and whole numbers: `176,96` does not stand in `1.176,96`. */
export function standsIn(text: string, part: string): boolean {
  if (part === '') return false;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    if (
      !continuesWord(text, at - 1, part[0] as string, -1) &&
      !continuesWord(text, end, part[part.length - 1] as string, 1)
    )
      return true;
  }
  return false;
}
