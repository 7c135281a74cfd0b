import type { DocumentFile } from '../../dataset.ts';
import { loadSourceFile } from '../file-list.ts';
import { decodeText } from '../labels/parse-source.ts';
import { loadPdf } from '../page/load-pdf.ts';
import { makePlainText, type PageText } from '../page/page-text.ts';
import { Refused } from '../refusal.ts';

const DOCUMENT = /\.(?:txt|pdf|png|jpe?g)$/i;

/** Documents of a folder by the path without extension, in lower case: `a/b.pdf` and `a/b.txt` are one document. */
export function groupDocuments(files: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files.filter((name) => DOCUMENT.test(name))) {
    const stem = stemOf(file);
    groups.set(stem, [...(groups.get(stem) ?? []), file]);
  }
  return groups;
}

/** A path without its extension, in lower case. */
export function stemOf(file: string): string {
  return file.replace(/\.[^./]*$/, '').toLowerCase();
}

/** The text of a document, its own or that of its PDF, and its other renderings. Refuses a document without text. */
export async function loadOwnDocument(
  folder: string,
  files: readonly string[],
): Promise<{ page: PageText; files: DocumentFile[] }> {
  const renderings: DocumentFile[] = [];
  let page: PageText | undefined;
  for (const file of [...files].sort()) {
    const bytes = await loadSourceFile(folder, file);
    const extension = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase().replace('jpeg', 'jpg') ?? '';
    if (extension === 'txt') page = makePlainText(decodeText(bytes).replaceAll('\r\n', '\n'));
    else renderings.push({ extension, content: bytes });
    if (extension === 'pdf' && !files.some((name) => /\.txt$/i.test(name))) page = (await loadPdf(bytes)).page;
  }
  if (page === undefined || page.text.trim() === '') {
    throw new Refused(`${files.join(', ')} has no text; put a .txt of the same name beside it`);
  }
  return { page, files: renderings };
}
