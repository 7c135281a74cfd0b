import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { GENERATORS } from '../../datasets/synthesis/generators.ts';
import type { KnownDataset } from './dataset-shelf.ts';

export interface PagePicture {
  type: string;
  content: Buffer;
}

/** Sharp enough to read small print on a screen that is not dense. */
const DPI = 110;
/** Pictures that are kept: the pages of the last documents that were looked at. */
const KEPT = 24;

const PICTURES: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' };

/** Pictures of documents' pages: drawn on demand for synthetic ones, else from the files beside the text. */
export class PagePictures {
  private readonly kept = new Map<string, Promise<PagePicture>>();

  /** How many pages of a document can be shown; 0 for a document that is text only. */
  async count(known: KnownDataset, split: string, id: string): Promise<number> {
    if (known.kind === 'recipe') return pagesOf(known, split, id)?.length ?? 0;
    const files = await pictureFiles(known.folder, id);
    if (files.pictures.length > 0) return files.pictures.length;
    if (files.pdf === null) return 0;
    const { countPdfPages } = await import('./read-pdf-pages.ts');
    return countPdfPages(await readFile(files.pdf));
  }

  /** One page, from 1. Throws a usage error when there is none. */
  load(known: KnownDataset, split: string, { id, page }: { id: string; page: number }): Promise<PagePicture> {
    const key = JSON.stringify([known.key, split, id, page]);
    const found = this.kept.get(key) ?? this.draw(known, split, { id, page });
    // The last used stands last, so that the first is the one to forget.
    this.kept.delete(key);
    this.kept.set(key, found);
    found.catch(() => this.kept.delete(key));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
    return found;
  }

  private async draw(
    known: KnownDataset,
    split: string,
    { id, page }: { id: string; page: number },
  ): Promise<PagePicture> {
    const missing = (): Error => usageError('PAGE_UNKNOWN', `there is no picture of page ${page} of ${id}`);
    const { rasterPdf } = await import('../../datasets/rendering/read-pdf.ts');
    if (known.kind === 'recipe') {
      const { renderPdf } = await import('../../datasets/rendering/render-pdf.ts');
      const drawn = pagesOf(known, split, id)?.[page - 1];
      if (drawn === undefined) throw missing();
      const [content] = await rasterPdf(await renderPdf([drawn], { title: id }), DPI);
      if (content === undefined) throw missing();
      return { type: 'image/png', content };
    }
    const { pictures, pdf } = await pictureFiles(known.folder, id);
    const picture = pictures[page - 1];
    if (picture !== undefined)
      return { type: PICTURES[picture.split('.').at(-1) ?? ''] ?? '', content: await readFile(picture) };
    if (pdf === null) throw missing();
    const [content] = await rasterPdf(await readFile(pdf), DPI, [page]);
    if (content === undefined) throw missing();
    return { type: 'image/png', content };
  }
}

function pagesOf(known: KnownDataset & { kind: 'recipe' }, split: string, id: string) {
  const { recipe } = known;
  const generator = GENERATORS[recipe.generator];
  const index = generator?.indexOf(split, id) ?? null;
  if (generator?.makePages === undefined || index === null || index >= (recipe.splits[split] ?? 0)) return null;
  return generator.makePages(recipe.seed, split, index, generator.parseOptions?.(split, recipe)).pages;
}

/** `ID.png`, `ID.2.jpg` or `ID-P.png` in the order of their pages, and `ID.pdf`. Only names that a listing holds are read. */
async function pictureFiles(folder: string, id: string): Promise<{ pictures: string[]; pdf: string | null }> {
  const documents = join(folder, 'documents');
  const names = await readdir(documents).catch((): string[] => []);
  const pictures = names
    .flatMap((name) => {
      const found = name.startsWith(id) ? /^(?:[.-](\d+))?\.(png|jpe?g)$/.exec(name.slice(id.length)) : null;
      return found === null ? [] : [{ name, page: Number(found[1] ?? '1') }];
    })
    .sort((a, b) => a.page - b.page)
    .map(({ name }) => join(documents, name));
  return { pictures, pdf: names.includes(`${id}.pdf`) ? join(documents, `${id}.pdf`) : null };
}
