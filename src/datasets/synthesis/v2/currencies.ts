/** What one euro cent is worth in a currency's minor units, roughly, and the step that prices are rounded to. */
export const PRICE_LEVEL: Readonly<Record<string, readonly [number, number]>> = {
  EUR: [1, 1],
  USD: [1.1, 1],
  GBP: [0.9, 1],
  CHF: [1, 5],
  INR: [40, 50],
  PLN: [4.3, 1],
  SEK: [11, 50],
  CZK: [25, 10],
  JPY: [1.5, 1],
  KWD: [3.3, 1],
  TND: [34, 5],
  BHD: [4, 1],
  AED: [4, 5],
};

/** Signs that a document may print in place of the ISO code. */
export const CURRENCY_SIGNS: Readonly<Record<string, readonly string[]>> = {
  EUR: ['€'],
  USD: ['$'],
  GBP: ['£'],
  INR: ['₹', 'Rs.'],
  CHF: ['Fr.', 'CHF'],
  PLN: ['zł'],
  SEK: ['kr'],
  CZK: ['Kč'],
  JPY: ['¥', '円'],
};
