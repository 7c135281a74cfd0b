import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { DocumentForm, FormSource } from './document-form.ts';

const PICTURES = ['png', 'jpg', 'jpeg', 'tif', 'tiff'] as const;

/** Names of the files in each `documents` folder, kept for a moment: every document of a dataset asks for them. */
const listed = new Map<string, { atMs: number; names: Promise<Set<string>> }>();
const LISTING_MS = 2000;

/**
 * The files of one form of a document in a dataset folder: `documents/ID.txt`, `.layout.txt`, `.pdf`, and pictures
 * `ID.png|jpg|tif` or `ID.1.png`, `ID-1.png`, ... for several pages; for pictures a PDF serves, too. Nothing is opened. A link that leads out of the
 * folder is missing, with that reason.
 */
export async function findForm(folder: string, id: string, form: DocumentForm): Promise<FormSource> {
  const documents = join(folder, 'documents');
  const names = await namesIn(documents);
  const found = candidates(names, id, form);
  if (found.length === 0) return { kind: 'missing', reason: `is not there: ${expected(id, form)}` };
  const paths: string[] = [];
  const root = await realpath(folder).catch(() => folder);
  for (const name of found) {
    const path = join(documents, name);
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined)
      return { kind: 'missing', reason: `leads nowhere: documents/${name} is a broken link`, refused: true };
    if (!real.startsWith(root + sep))
      return {
        kind: 'missing',
        reason: `leads out of the dataset: documents/${name} is a link to another place`,
        refused: true,
      };
    paths.push(path);
  }
  return { kind: 'files', paths };
}

function candidates(names: ReadonlySet<string>, id: string, form: DocumentForm): string[] {
  const [only] = form === 'text' ? [`${id}.txt`] : form === 'layout' ? [`${id}.layout.txt`] : [`${id}.pdf`];
  const single = only !== undefined && names.has(only) ? [only] : [];
  if (form !== 'scan') return single;
  for (const extension of PICTURES) {
    if (names.has(`${id}.${extension}`)) return [`${id}.${extension}`];
    for (const mark of ['.', '-']) {
      const pages: string[] = [];
      for (let page = 1; names.has(`${id}${mark}${page}.${extension}`); page += 1)
        pages.push(`${id}${mark}${page}.${extension}`);
      if (pages.length > 0) return pages;
    }
  }
  return single;
}

function expected(id: string, form: DocumentForm): string {
  const names = { text: '.txt', layout: '.layout.txt', pdf: '.pdf', scan: '.png, .jpg, .tif or .pdf' };
  return `documents/${id}${names[form]}`;
}

async function namesIn(folder: string): Promise<Set<string>> {
  const known = listed.get(folder);
  const nowMs = performance.now();
  if (known !== undefined && nowMs - known.atMs < LISTING_MS) return await known.names;
  const names = readdir(folder).then(
    (found) => new Set(found),
    () => new Set<string>(),
  );
  listed.set(folder, { atMs: nowMs, names });
  return await names;
}
