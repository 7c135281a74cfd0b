import { describe, expect, test } from 'vitest';
import { type LabelKey, missingLabels, widerWordsOf, wordsOf } from './labels.ts';
import { LOCALES_V2, REGIONS } from './regions.ts';
import { partOfList, partOfPhrases } from './splits.ts';
import { WORDS } from './vocabulary.ts';

const KEYS = (
  'title invoiceNumber issueDate dueDate purchaseOrderRef seller buyer vatId currency lineTotal discount shipping netTotal ' +
  'vatTotal grossTotal prepaid amountDue iban bic paymentReference customerNumber orderNumber deliveryNote orderDate ' +
  'deliveryDate phone description quantity unitPrice amount creditNote confirmation confirmationNumber precedingInvoice ' +
  'carried brought page of rounding itemNo unit vatRate position grossPrice grossAmount base loyalty packing surcharge bank email'
).split(' ') as LabelKey[];
const PARTS = ['train', 'dev', 'test'] as const;

describe('vocabulary of generator 2', () => {
  test('has words for every key in every language', () => {
    expect(missingLabels(KEYS)).toEqual([]);
  });

  test('prints no synonym in two parts: only the everyday word of a long list is shared', () => {
    for (const locale of LOCALES_V2) {
      const { language } = REGIONS[locale];
      for (const key of ['invoiceNumber', 'grossTotal', 'dueDate', 'buyer'] as const) {
        const [train, dev, test] = PARTS.map((part) => wordsOf(locale, language, part, key));
        const shared = (train ?? []).filter((word) => dev?.includes(word) === true || test?.includes(word) === true);
        expect(shared, `${locale} ${key}`).toEqual([train?.[0]]);
      }
    }
  });

  test('has more words for mixed, and of those of dev and test only the everyday one', () => {
    for (const locale of LOCALES_V2) {
      const { language } = REGIONS[locale];
      for (const key of KEYS) {
        const wider = widerWordsOf(locale, language, key);
        const train = wordsOf(locale, language, 'train', key);
        expect(wider.slice(0, train.length), `${locale} ${key}`).toEqual(train);
        const held = new Set(
          [...wordsOf(locale, language, 'dev', key), ...wordsOf(locale, language, 'test', key)]
            .filter((word) => !train.includes(word))
            .map((word) => word.toLowerCase()),
        );
        const added = wider.slice(train.length);
        expect(
          added.filter((word) => held.has(word.toLowerCase())),
          `${locale} ${key}`,
        ).toEqual([]);
        expect(new Set(added).size, `${locale} ${key}`).toBe(added.length);
      }
      for (const key of ['title', 'invoiceNumber', 'issueDate', 'dueDate', 'buyer'] as const)
        expect(widerWordsOf(locale, language, key).length, `${locale} ${key}`).toBeGreaterThan(9);
    }
  });

  test('names no VAT on American invoices, no sales tax on others, and GST in India', () => {
    for (const part of PARTS) {
      expect(wordsOf('en-US', 'en', part, 'vatTotal').join()).not.toMatch(/VAT/);
      expect(wordsOf('en-GB', 'en', part, 'vatTotal').join()).not.toMatch(/sales tax/i);
      expect(wordsOf('en-IN', 'en', part, 'vatTotal').join()).not.toMatch(/VAT|sales tax/i);
    }
    for (const key of KEYS) {
      expect(widerWordsOf('en-US', 'en', key).join()).not.toMatch(/VAT/);
      expect(widerWordsOf('en-IN', 'en', key).join()).not.toMatch(/VAT|sales tax/i);
    }
  });

  test('gives every part goods of its own in every locale', () => {
    for (const locale of LOCALES_V2) {
      const parts = PARTS.map((part) => partOfPhrases(WORDS[locale].goods, part));
      for (const goods of parts) expect(goods.length, locale).toBeGreaterThanOrEqual(4);
      expect(new Set(parts.flat()).size).toBe(WORDS[locale].goods.length);
    }
  });

  test('splits a list three to one to one and refuses one that is too short', () => {
    const items = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(PARTS.map((part) => partOfList(items, part))).toEqual([['a', 'b', 'd', 'f'], ['c'], ['e']]);
    expect(() => partOfList(['a', 'b'], 'train')).toThrow(RangeError);
  });
});
