/** The titles that training documents print, as a JSON list: `node titles.mjs > titles.json`. */
import { widerWordsOf } from '../../dist/datasets/synthesis/v2/labels.js';
import { LOCALES_V2, REGIONS } from '../../dist/datasets/synthesis/v2/regions.js';

const titles = LOCALES_V2.flatMap((locale) =>
  ['title', 'creditNote', 'confirmation'].flatMap((key) => widerWordsOf(locale, REGIONS[locale].language, key)),
);
process.stdout.write(`${JSON.stringify([...new Set(titles.flatMap((title) => [title, title.toUpperCase()]))].sort())}\n`);
