import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoDate, parseDate, readDate } from './dates.ts';

describe('parseDate', () => {
  test.each([
    ['12.03.2024', 'dmy', '2024-03-12'],
    ['12/03/2024', 'dmy', '2024-03-12'],
    ['12-03-2024', 'dmy', '2024-03-12'],
    ['12/03/2024', 'mdy', '2024-12-03'],
    ['1/2/24', 'dmy', '2024-02-01'],
    ['1/2/24', 'mdy', '2024-01-02'],
    ['12. 3. 2024', 'dmy', '2024-03-12'],
    ['12.03.24', 'dmy', '2024-03-12'],
    ['12.03.99', 'dmy', '1999-03-12'],
    ['24-03-12', 'ymd', '2024-03-12'],
    ['2024-03-12', 'mdy', '2024-03-12'],
    ['2024/3/12', 'dmy', '2024-03-12'],
    ['20240312', 'dmy', '2024-03-12'],
    ['12/03/2024', 'ymd', '2024-03-12'],
    ['29.02.2024', 'dmy', '2024-02-29'],
  ] as const)('reads %s in order %s as %s', (printed, order, iso) => {
    expect(parseDate(printed, order)).toBe(iso);
  });

  test.each([
    ['March 12, 2024', 'en'],
    ['12 March 2024', 'en'],
    ['12th March 2024', 'en'],
    ['Mar 12 2024', 'en'],
    ['12-Mar-2024', 'en'],
    ['12/Mar/24', 'en'],
    ['12 Mar. 24', 'en'],
    ['Tuesday, March 12th, 2024', 'en'],
    ['the 12th of March 2024', 'en'],
    ['2024 March 12', 'en'],
    ['12. März 2024', 'de'],
    ['12. Mrz. 2024', 'de'],
    ['Dienstag, 12. März 2024', 'de'],
    ['12 mars 2024', 'fr'],
    ['mardi 12 mars 2024', 'fr'],
    ['12 de marzo de 2024', 'es'],
    ['12 marzo 2024', 'it'],
    ['12 maart 2024', 'nl'],
    ['12 mrt. 2024', 'nl'],
    ['12 marca 2024 r.', 'pl'],
    ['den 12 mars 2024', 'sv'],
    ['12. března 2024', 'cs'],
    ['2024年3月12日', 'ja'],
    ['2024年 3月 12日', 'ja'],
    ['令和6年3月12日', 'ja'],
    ['２０２４年３月１２日', 'ja'],
    ['2024年3月12日(火)', 'ja'],
    ['2024年3月12日火曜日', 'ja'],
  ] as const)('reads %s whatever the order', (printed, language) => {
    for (const order of ['dmy', 'mdy', 'ymd'] as const) {
      expect(parseDate(printed, order, [language])).toBe('2024-03-12');
      expect(readDate(printed, order)).toEqual({ iso: '2024-03-12', ambiguous: false });
    }
  });

  test.each([
    ['1er août 2024', '2024-08-01'],
    ['21st December 2023', '2023-12-21'],
    ['12 de mayo de 2024', '2024-05-12'],
    ['5 października 2024', '2024-10-05'],
    ['5. července 2024', '2024-07-05'],
    ['5. června 2024', '2024-06-05'],
    ['5 févr. 2024', '2024-02-05'],
  ])('reads %s as %s', (printed, iso) => {
    expect(parseDate(printed, 'dmy')).toBe(iso);
  });

  test.each([
    ['31.02.2024', 'dmy'],
    ['29.02.2023', 'dmy'],
    ['13/25/2024', 'dmy'],
    ['03/25/2024', 'dmy'],
    ['25/03/2024', 'mdy'],
    ['00.01.2024', 'dmy'],
    ['2024-13-01', 'ymd'],
    ['12.03-2024', 'dmy'],
    ['12.03', 'dmy'],
    ['12 Foo 2024', 'dmy'],
    ['March 2024', 'dmy'],
    ['12 March', 'dmy'],
    ['30 days', 'dmy'],
    ['31 April 2024', 'dmy'],
    ['12.03.2024 until 13.03.2024', 'dmy'],
    ['', 'dmy'],
  ] as const)('refuses %j in order %s', (printed, order) => {
    expect(parseDate(printed, order)).toBeNull();
  });

  test('looks month names up in the given languages only', () => {
    expect(parseDate('12. března 2024', 'dmy', ['de', 'en'])).toBeNull();
    expect(parseDate('12. března 2024', 'dmy', ['cs'])).toBe('2024-03-12');
  });
});

describe('readDate', () => {
  test('calls a date ambiguous exactly when the other order gives another valid date', () => {
    expect(readDate('03/04/2024', 'dmy')).toEqual({ iso: '2024-04-03', ambiguous: true });
    expect(readDate('04/04/2024', 'dmy')).toEqual({ iso: '2024-04-04', ambiguous: false });
    expect(readDate('13/04/2024', 'dmy')).toEqual({ iso: '2024-04-13', ambiguous: false });
    expect(readDate('2024-04-03', 'dmy')).toEqual({ iso: '2024-04-03', ambiguous: false });
  });

  test('reads back every day of the calendar in every order', () => {
    const days = fc.date({ min: new Date('1970-01-01'), max: new Date('2068-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom('.', '/', '-'), fc.boolean(), (date, mark, short) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, day] = iso.split('-') as [string, string, string];
        const printedYear = short && Number(year) >= 1970 && Number(year) <= 2068 ? year.slice(2) : year;
        const century = printedYear.length === 2 && Number(printedYear) > 68 ? '19' : '20';
        if (printedYear.length === 2 && year.slice(0, 2) !== century) return;
        expect(parseDate([day, month, printedYear].join(mark), 'dmy')).toBe(iso);
        expect(parseDate([month, day, printedYear].join(mark), 'mdy')).toBe(iso);
        expect(parseDate([printedYear, month, day].join(mark), 'ymd')).toBe(iso);
      }),
    );
  });
});

describe('isoDate', () => {
  test('knows leap years', () => {
    expect(isoDate(2000, 2, 29)).toBe('2000-02-29');
    expect(isoDate(1900, 2, 29)).toBeNull();
    expect(isoDate(2024, 4, 31)).toBeNull();
  });
});
