import { createHash } from 'node:crypto';
import type { DatasetDocument, DocumentFile } from './dataset.ts';
import { addScanBoxes } from './rendering/add-scan-boxes.ts';
import type { Page } from './rendering/page.ts';
import type { ScanPlan, Severity } from './rendering/scan-plan.ts';
import type { SyntheticPages } from './synthesis/generators.ts';
import { type WrittenDataset, writeDatasetFolder } from './write-dataset-folder.ts';

/** Forms that one document can be written in; its truth is always the same, and its plain text always there. */
export const RENDERINGS = ['text', 'layout', 'pdf', 'scan'] as const;
export type Rendering = (typeof RENDERINGS)[number];

export interface RenderingsRequest {
  name: string;
  split: string;
  seed: number;
  generator: string;
  renderings: readonly Rendering[];
  /** The same for every scan; drawn page by page when left out. */
  severity?: Severity;
  folder: string;
  /** Documents one after the other, so that memory does not grow with their number. */
  documents: Iterable<SyntheticPages>;
  onDocument?: () => void;
}

export interface WrittenRenderings extends WrittenDataset {
  pages: number;
  /** SHA-256 of all files of one form, one after the other. */
  digests: Record<string, string>;
}

/**
 * Writes a dataset folder: `documents/ID.txt`, `.layout.txt`, `.pdf` and `.jpg` (`ID.1.jpg`, `ID.2.jpg` where there are
 * several pages), `ground-truth.jsonl` and `dataset.yaml`. Scans record in the truth what was done to each page, under
 * `rendering`. Refuses a folder that is not empty, and leaves none behind that is not whole.
 */
export async function writeRenderings(request: RenderingsRequest): Promise<WrittenRenderings> {
  const hashes = new Map(request.renderings.map((form) => [form, createHash('sha256')]));
  let pages = 0;
  const digests: Record<string, string> = {};
  async function* documents(): AsyncGenerator<DatasetDocument> {
    for (const document of request.documents) {
      const rendered = await renderForms(document, request);
      pages += document.pages.length;
      hashes.get('text')?.update(document.text);
      for (const { form, content } of rendered.files) hashes.get(form)?.update(content);
      yield rendered;
    }
  }
  const written = await writeDatasetFolder({
    folder: request.folder,
    documents: documents(),
    describe: () => {
      for (const [form, hash] of hashes) digests[form] = hash.digest('hex');
      const { name, split, seed, generator } = request;
      return { name, split, generator, seed, pages, digests };
    },
    onDocument: request.onDocument,
  });
  return { ...written, pages, digests };
}

type RenderedFile = DocumentFile & { form: Rendering };

async function renderForms(
  { id, text, truth, pages, layoutText }: SyntheticPages,
  { renderings, seed, severity }: RenderingsRequest,
): Promise<DatasetDocument & { files: RenderedFile[] }> {
  const files: RenderedFile[] = [];
  if (renderings.includes('layout')) files.push({ form: 'layout', extension: 'layout.txt', content: layoutText });
  const scanned = renderings.includes('scan');
  if (!scanned && !renderings.includes('pdf')) return { id, text, truth, files };
  const { renderPdf } = await import('./rendering/render-pdf.ts');
  const pdf = await renderPdf(pages, { title: id });
  if (renderings.includes('pdf')) files.push({ form: 'pdf', extension: 'pdf', content: pdf });
  if (!scanned) return { id, text, truth, files };
  const scans = await scanPages({ id, pages, pdf, seed, severity });
  scans.forEach(({ picture }, index) => {
    files.push({ form: 'scan', extension: scans.length === 1 ? 'jpg' : `${index + 1}.jpg`, content: picture });
  });
  const plans = scans.map(({ plan }) => plan);
  return { id, text, truth: addScanBoxes(truth, pages, plans), files };
}

export interface ScanRequest {
  id: string;
  pages: readonly Page[];
  pdf: Buffer;
  seed: number;
  severity?: Severity | undefined;
}

/** Every page of a PDF as a scan (JPEG), with what was done to it. */
export async function scanPages(request: ScanRequest): Promise<{ picture: Buffer; plan: ScanPlan }[]> {
  const { id, pages, pdf, seed, severity } = request;
  const [{ planScan }, { rasterPdf }, { renderScan }] = await Promise.all([
    import('./rendering/scan-plan.ts'),
    import('./rendering/read-pdf.ts'),
    import('./rendering/render-scan.ts'),
  ]);
  const scans: { picture: Buffer; plan: ScanPlan }[] = [];
  for (const index of pages.keys()) {
    const plan = planScan(seed, id, index + 1, severity);
    const [clean] = await rasterPdf(pdf, plan.dpi, [index + 1]);
    if (clean !== undefined) scans.push({ plan, picture: await renderScan(clean, plan, seed) });
  }
  return scans;
}
