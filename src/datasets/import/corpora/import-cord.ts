import { basename, join } from 'node:path';
import { z } from 'zod';
import { listFiles, loadSourceFile, makeIdMaker } from '../file-list.ts';
import type { Importer, ImportItem } from '../importer.ts';
import { decodeText, parseSource, parseSourceJson } from '../labels/parse-source.ts';
import { imageExtension } from '../labels/word-page.ts';
import { Refused, refusalOf } from '../refusal.ts';
import { CORD_VERSION, makeCordReceipt, receiptSchema } from './cord-receipt.ts';

const JSON_FILE = /(?:^|\/)(train|dev|test|validation)\/json\/([^/]+)\.json$/i;
/** As Hugging Face names them: `data/train-00000-of-00004-1b2c.parquet`. */
const PARQUET_FILE = /(?:^|\/)(train|dev|test|validation)[^/]*\.parquet$/i;
const rowSchema = z.object({
  image: z.object({ bytes: z.instanceof(Uint8Array).nullish() }).nullish(),
  ground_truth: z.string(),
});

/** Scanned receipts of CORD: version 1 as `{train,dev,test}/{image,json}`, version 2 as Parquet files. */
export const cordImporter: Importer = {
  kind: 'cord',
  reads: 'CORD receipts: {train,dev,test}/json/*.json with image/*.png, or {train,validation,test}*.parquet',
  version: CORD_VERSION,
  async *open(folder): AsyncGenerator<ImportItem> {
    const files = await listFiles(folder);
    const idOf = makeIdMaker();
    for (const file of files) {
      if (PARQUET_FILE.test(file)) yield* openParquet(folder, file, idOf);
      else if (JSON_FILE.test(file)) yield await readJson(folder, { file, files, idOf });
    }
  },
};

async function readJson(
  folder: string,
  { file, files, idOf }: { file: string; files: readonly string[]; idOf: (file: string) => string },
): Promise<ImportItem> {
  try {
    const receipt = parseSourceJson(decodeText(await loadSourceFile(folder, file)), receiptSchema);
    const stem = file.replace(/json\/([^/]+)\.json$/i, 'image/$1');
    const image = [`${stem}.png`, `${stem}.jpg`].find((name) => files.includes(name));
    const picture = image === undefined ? undefined : await loadSourceFile(folder, image);
    const [, split = ''] = JSON_FILE.exec(file) ?? [];
    return makeCordReceipt(receipt, {
      id: idOf(`${splitName(split)}-${basename(file)}`),
      file,
      split: splitName(split),
      files: picture === undefined ? [] : [{ extension: imageExtension(picture), content: picture }],
    });
  } catch (thrown) {
    return { refusal: refusalOf(file, thrown) };
  }
}

/** Rows are read a row group at a time; images make them large. */
async function* openParquet(folder: string, file: string, idOf: (file: string) => string): AsyncGenerator<ImportItem> {
  const [{ asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const split = splitName(PARQUET_FILE.exec(file)?.[1] ?? '');
  try {
    const buffer = await asyncBufferFromFile(join(folder, file)).catch(refuseParquet);
    const metadata = await parquetMetadataAsync(buffer).catch(refuseParquet);
    let row = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = row + Number(group.num_rows);
      const columns = ['image', 'ground_truth'];
      const read = { file: buffer, metadata, columns, compressors, rowStart: row, rowEnd, utf8: false };
      for (const value of await parquetReadObjects(read).catch(refuseParquet)) {
        row += 1;
        yield readRow(value, { file, row, split, idOf });
      }
    }
  } catch (thrown) {
    yield { refusal: refusalOf(file, thrown) };
  }
}

function readRow(
  value: unknown,
  { file, row, split, idOf }: { file: string; row: number; split: string; idOf: (file: string) => string },
): ImportItem {
  try {
    const { image, ground_truth } = parseSource(value, rowSchema, row);
    const receipt = parseSourceJson(ground_truth, receiptSchema, row);
    const picture = image?.bytes ?? undefined;
    return makeCordReceipt(receipt, {
      id: idOf(`${split}-${receipt.meta?.image_id ?? row - 1}`),
      file,
      row,
      split,
      files: picture === undefined ? [] : [{ extension: imageExtension(picture), content: picture }],
    });
  } catch (thrown) {
    return { refusal: refusalOf(file, thrown) };
  }
}

function refuseParquet(cause: unknown): never {
  throw new Refused(`is no Parquet file of CORD: ${(cause as Error).message.replace(/\s+/g, ' ')}`);
}

/** Assay's word for the second split. */
function splitName(split: string): string {
  return split.toLowerCase() === 'validation' ? 'dev' : split.toLowerCase();
}
