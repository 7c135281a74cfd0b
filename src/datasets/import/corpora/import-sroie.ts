import { z } from 'zod';
import { describeLocale } from '../../../invoices/describe-locale.ts';
import { listFiles, loadSourceFile, makeIdMaker } from '../file-list.ts';
import type { Importer, ImportItem, ImportedItem } from '../importer.ts';
import { makeLabelled } from '../labels/make-labelled.ts';
import { decodeText, parseSourceJson, textOrNumber } from '../labels/parse-source.ts';
import { boxOfPolygon, imageExtension, loadImageSize, makeWordPage, type PlacedWord } from '../labels/word-page.ts';
import { Refused, refusalOf } from '../refusal.ts';

const VERSION = 'sroie-1';
const BOX_FILE = /^(.*?)box\/([^/]+)\.(?:csv|txt)$/i;
const KEY_FOLDERS = ['key', 'entities'];
const keySchema = z.object({
  company: textOrNumber.optional(),
  date: textOrNumber.optional(),
  address: textOrNumber.optional(),
  total: textOrNumber.optional(),
});

/** Scanned receipts of SROIE: `{box,img,key}/ID.*`, or `{train,test}/{box,img,entities}/ID.*`. */
export const sroieImporter: Importer = {
  kind: 'sroie',
  reads:
    'SROIE receipts: box/ID.csv or .txt, key/ID.json or entities/ID.txt, img/ID.jpg, under train/ and test/ or not',
  version: VERSION,
  async *open(folder, { split, onTotal }): AsyncGenerator<ImportItem> {
    const files = await listFiles(folder);
    const byName = new Map(files.map((file) => [file.toLowerCase(), file]));
    const boxes = files.filter((file) => BOX_FILE.test(file));
    const idOf = makeIdMaker();
    onTotal?.(boxes.length);
    for (const file of boxes) {
      const [, above = '', stem = ''] = BOX_FILE.exec(file) ?? [];
      const find = (names: readonly string[]): string | undefined =>
        names.map((name) => byName.get(`${above}${name}`.toLowerCase())).find((found) => found !== undefined);
      try {
        const key = find(KEY_FOLDERS.flatMap((name) => [`${name}/${stem}.json`, `${name}/${stem}.txt`]));
        const image = find([`img/${stem}.jpg`, `img/${stem}.jpeg`, `img/${stem}.png`]);
        if (key === undefined) throw new Refused('has no labels: neither key/ID.json nor entities/ID.txt');
        const own = /(train|test)\/$/i.exec(above)?.[1]?.toLowerCase();
        yield await readReceipt(folder, { file, key, image, id: idOf(stem), split: own ?? split });
      } catch (thrown) {
        yield { refusal: refusalOf(file, thrown) };
      }
    }
  },
};

async function readReceipt(
  folder: string,
  { file, key, image, id, split }: { file: string; key: string; image: string | undefined; id: string; split: string },
): Promise<ImportedItem> {
  const words = decodeText(await loadSourceFile(folder, file))
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseBoxLine(line, index + 1)]));
  let labels: z.output<typeof keySchema>;
  try {
    labels = parseSourceJson(decodeText(await loadSourceFile(folder, key)), keySchema);
  } catch (thrown) {
    throw thrown instanceof Refused ? new Refused(`${key} ${thrown.message}`) : thrown;
  }
  const picture = image === undefined ? undefined : await loadSourceFile(folder, image);
  const size = picture === undefined ? undefined : await loadImageSize(picture);
  const page = makeWordPage(words, () => size);
  const { total = '', company = '', date = '' } = labels;
  return makeLabelled({
    id,
    file: key,
    split,
    tier: 'receipt',
    generator: VERSION,
    currency: 'MYR',
    page,
    // Receipts of Malaysia: point for decimals, day first.
    locale: describeLocale(page.text, 'en-GB'),
    header: {
      sellerName: [{ text: company }],
      issueDate: [{ text: date }],
      // Labels carry the sign of the ringgit or not, whatever the receipt prints.
      grossTotal: [{ text: total.replace(/^\s*RM\s*/i, '') }],
    },
    files: picture === undefined ? [] : [{ extension: imageExtension(picture), content: picture }],
  });
}

/** `x1,y1,x2,y2,x3,y3,x4,y4,text`; the text may hold commas. */
function parseBoxLine(line: string, row: number): PlacedWord {
  const match = /^((?:\s*-?\d+(?:\.\d+)?\s*,){8})(.*)$/.exec(line.replace(/^\ufeff/, ''));
  if (match === null) throw new Refused('is no line of eight coordinates and a text', row);
  const coordinates = (match[1] as string).split(',').slice(0, 8).map(Number);
  return { text: match[2] as string, page: 1, box: boxOfPolygon(coordinates) };
}
