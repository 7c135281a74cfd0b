import { describe, expect, test } from 'vitest';
import { describeLocale } from './describe-locale.ts';

const us =
  'Acme Inc.\n12 Main St, Austin, TX 78701\nInvoice #4711\nInvoice date 03/04/2024\nDue 04/03/2024\nSubtotal $1,000.00\nSales tax 8.25% $82.50\nTotal due $1,082.50';
const gb =
  'Acme Ltd\n12 High Street, London SW1A 1AA\nInvoice 4711\nInvoice date 03/04/2024\nDue 03/05/2024\nNet £1,000.00\nVAT 20% £200.00\nTotal £1,200.00\nVAT No GB 123 4567 89';
const de =
  'Müller GmbH\nRechnung Nr. 17\nRechnungsdatum 03.04.2024\nNetto 1.000,00 €\nMwSt 19 % 190,00 €\nGesamtbetrag 1.190,00 €';
const fr =
  'Dupont SARL\nFacture n° 17\nDate de facture : 03/04/2024\nTotal HT 1 000,00 €\nTVA 20 % 200,00 €\nTotal TTC 1 200,00 €';
const es =
  'García SL\nFactura 17\nFecha de emisión 03/04/2024\nBase imponible 1.000,00 €\nIVA 21 % 210,00 €\nImporte total 1.210,00 €';

describe('describeLocale', () => {
  test.each([
    ['en-US', us, '.', 'mdy'],
    ['en-GB', gb, '.', 'dmy'],
    ['de-DE', de, ',', 'dmy'],
    ['fr-FR', fr, ',', 'dmy'],
    ['es-ES', es, ',', 'dmy'],
  ] as const)('recognises %s by its words, signs and numbers', (tag, text, decimal, dateOrder) => {
    const locale = describeLocale(text);
    expect(locale).toMatchObject({ tag, decimal, dateOrder, source: 'inferred', unsettled: [] });
    expect(locale.evidence.length).toBeGreaterThan(2);
  });

  test('follows the numbers of the document against the habit of its language', () => {
    const german =
      'Invoice 17 of Müller GmbH\nInvoice date 13.04.2024\nNet 1.000,00 EUR\nVAT 190,00 EUR\nTotal amount due 1.190,00 EUR';
    expect(describeLocale(german)).toMatchObject({ language: 'en', decimal: ',', dateOrder: 'dmy' });
    const swiss = 'Rechnung 17\nNetto CHF 1’000.00\nMwSt 8.1% CHF 81.00\nGesamtbetrag CHF 1’081.00';
    expect(describeLocale(swiss)).toMatchObject({ tag: 'de-CH', decimal: '.' });
  });

  test('lets a day above 12 decide the order of day and month', () => {
    expect(describeLocale(us.replace('04/03/2024', '20/04/2024')).dateOrder).toBe('dmy');
    expect(describeLocale(gb.replace('03/05/2024', '04/20/2024')).dateOrder).toBe('mdy');
  });

  test('takes the order that keeps the dates of one invoice together when the country leaves it open', () => {
    const text = (issued: string, due: string): string =>
      `Invoice 4711\nInvoice date ${issued}\nDue ${due}\nTotal 12.50`;
    expect(describeLocale(text('11/12/2022', '12/02/2022')).dateOrder).toBe('mdy');
    const mixed = `${text('02/03/2022', '10/03/2022')} USD\nVAT 2.50\nAcme Ltd`;
    expect(describeLocale(mixed)).toMatchObject({ region: 'US', dateOrder: 'dmy' });
    expect(describeLocale(`${text('11/12/2022', '12/02/2022')}\nLondon SW1A 1AA, VAT £2.50`).dateOrder).toBe('dmy');
  });

  test('reads two-digit years first where that is the custom', () => {
    const text =
      'Faktura 17\nFakturadatum 24-03-12\nFörfallodatum 24-04-11\nSumma att betala 1 250,00 kr\nMoms 250,00 kr';
    expect(describeLocale(text)).toMatchObject({ tag: 'sv-SE', dateOrder: 'ymd', decimal: ',' });
  });

  test('is not led astray by words and ids that look like a country', () => {
    const text = 'TAX INVOICE\nINV NO 92.814.212\nDATE ISSUED 11/12/2022\nBuyer VAT PL 1234567890\nTOTAL USD 8,315.59';
    expect(describeLocale(text)).toMatchObject({ tag: 'en-US', dateOrder: 'mdy' });
  });

  test('calls the order unsettled when an English document shows no country and no day above 12', () => {
    const locale = describeLocale('Invoice 4711\nInvoice date 03/04/2024\nTotal 12.50');
    expect(locale.unsettled).toEqual(['region', 'dateOrder']);
  });

  test('does not take dates, codes and phone numbers for numbers', () => {
    const locale = describeLocale('Invoice A-12.34\nTel 030/12.34.56\nDate 12.03.24\nTotal 12,50');
    expect(locale.decimal).toBe(',');
    expect(locale.unsettled).not.toContain('decimal');
  });

  test('takes a declared locale as it is and says so', () => {
    expect(describeLocale(us, 'en-GB')).toMatchObject({
      tag: 'en-GB',
      dateOrder: 'dmy',
      source: 'declared',
      unsettled: [],
    });
    expect(() => describeLocale(us, 'xx-XX')).toThrow(/locale "xx-XX" is not known/);
  });

  test('lists the currency codes that the text prints', () => {
    expect(describeLocale('Total 12.50 CAD, was 9.10 USD, VAT, IBAN').currencyCodes).toEqual(['CAD', 'USD']);
  });
});
