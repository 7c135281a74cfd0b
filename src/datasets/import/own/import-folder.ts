import { z } from 'zod';
import { nearestOf } from '../../../core/nearest.ts';
import { describeLocale } from '../../../invoices/describe-locale.ts';
import { HEADER_FIELDS, type HeaderField, LINE_FIELDS } from '../../../invoices/fields.ts';
import { listFiles, loadSourceFile, makeIdMaker } from '../file-list.ts';
import type { Importer, ImportItem, ImportedItem } from '../importer.ts';
import { makeLabelled } from '../labels/make-labelled.ts';
import { decodeText, parseSource, textOrNumber } from '../labels/parse-source.ts';
import { Refused, refusalOf } from '../refusal.ts';
import { groupDocuments, loadOwnDocument, stemOf } from './own-document.ts';
import { labelsOfStated, lineLabelsOfStated, localeOf, type StatedFields } from './stated-truth.ts';

const VERSION = 'folder-1';
const stated = z.union([z.string(), z.number(), z.boolean(), z.null()]).optional();
const about = {
  split: z.string().min(1).optional(),
  locale: z.string().optional(),
  layout: z.string().min(1).optional(),
  tier: z.string().min(1).optional(),
  lines: z.array(z.record(z.string(), stated)).optional(),
  vatBreakdown: z
    .array(z.object({ category: z.string().default('S'), rate: textOrNumber, base: textOrNumber, tax: textOrNumber }))
    .optional(),
};
const truthSchema = z.object(about).catchall(stated);
const ALLOWED = [...Object.keys(HEADER_FIELDS), ...Object.keys(about)];

/** A folder of one's own documents, each with a JSON file of its name that says its fields. */
export const folderImporter: Importer = {
  kind: 'folder',
  reads:
    'documents (NAME.txt, .pdf; .png and .jpg with a .txt) with NAME.json beside each: {"invoiceNumber": "...", ...}',
  version: VERSION,
  async *open(folder, { split, onTotal }): AsyncGenerator<ImportItem> {
    const files = await listFiles(folder);
    const documents = groupDocuments(files);
    const truths = files.filter((file) => /\.json$/i.test(file));
    const labelled = new Set(truths.map(stemOf));
    const idOf = makeIdMaker();
    onTotal?.(truths.length);
    for (const file of truths) {
      try {
        const own = documents.get(stemOf(file));
        if (own === undefined) throw new Refused('has no document of its name beside it');
        yield await readOwn(folder, { file, documents: own, id: idOf(file), split });
      } catch (thrown) {
        yield { refusal: refusalOf(file, thrown) };
      }
    }
    for (const [stem, own] of documents) {
      if (!labelled.has(stem))
        yield { refusal: { file: own[0] ?? stem, reason: 'has no .json of its name beside it' } };
    }
  },
};

async function readOwn(
  folder: string,
  { file, documents, id, split }: { file: string; documents: readonly string[]; id: string; split: string },
): Promise<ImportedItem> {
  const text = decodeText(await loadSourceFile(folder, file));
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new Refused(`is no JSON: ${(cause as Error).message.replace(/\s+/g, ' ')}`);
  }
  requireKnown(json, ALLOWED, '');
  const {
    split: ownSplit,
    locale,
    layout,
    tier = 'own',
    lines,
    vatBreakdown,
    ...fields
  } = parseSource(json, truthSchema);
  for (const [index, line] of (lines ?? []).entries()) requireKnown(line, Object.keys(LINE_FIELDS), `lines.${index}.`);
  const { page, files } = await loadOwnDocument(folder, documents);
  return makeLabelled({
    id,
    file,
    split: ownSplit ?? split,
    tier,
    ...(layout === undefined ? {} : { layout }),
    generator: VERSION,
    page,
    locale: localeOf(page.text, locale, describeLocale),
    header: labelsOfStated(fields as StatedFields),
    ...(lines === undefined ? {} : { lines: lineLabelsOfStated(lines) }),
    ...(vatBreakdown === undefined ? {} : { vatBreakdown }),
    files,
  });
}

/** A misspelt field would be a label that silently counts for nothing. */
export function requireKnown(
  value: unknown,
  allowed: readonly string[],
  prefix: string,
): asserts value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refused('is no JSON object');
  for (const name of Object.keys(value)) {
    if (allowed.includes(name)) continue;
    const nearest = nearestOf(name, allowed);
    const hint = nearest === undefined ? `known are ${allowed.join(', ')}` : `did you mean "${prefix}${nearest}"?`;
    throw new Refused(`has no field "${prefix}${name}"; ${hint}`);
  }
}

/** Every header field by its own name. */
export const OWN_FIELDS = Object.keys(HEADER_FIELDS) as HeaderField[];
