import type { SheetCell } from './rendering/render-contact-sheet.ts';
import { scanPages } from './write-renderings.ts';

export interface PreviewRequest {
  seed: number;
  /** Part of the layouts to show: `train`, `dev` or `test`; all of them when left out. */
  part?: string;
  locales?: readonly string[];
}

/**
 * A contact sheet as PNG: the first page of one document per layout family and tier that it can show; those of T4 as scans. Shows what a
 * generator makes without writing a dataset.
 */
export async function makePreview({ seed, part, locales }: PreviewRequest): Promise<{ png: Buffer; cells: number }> {
  const [{ canShow, FAMILIES_V2 }, { generateInvoiceV2 }, { TIERS }, { parseGenerateOptions }] = await Promise.all([
    import('./synthesis/v2/families.ts'),
    import('./synthesis/v2/generate.ts'),
    import('./synthesis/v2/splits.ts'),
    import('./synthesis/v2/parse-options.ts'),
  ]);
  const [{ renderPdf }, { renderContactSheet }, { rasterPdf }] = await Promise.all([
    import('./rendering/render-pdf.ts'),
    import('./rendering/render-contact-sheet.ts'),
    import('./rendering/read-pdf.ts'),
  ]);
  const cells: SheetCell[] = [];
  const families = FAMILIES_V2.filter((family) => part === undefined || family.part === part);
  for (const [place, family] of families.entries()) {
    for (const tier of TIERS) {
      if (!canShow(family, tier)) continue;
      const split = `${family.part}-${tier.toLowerCase()}`;
      const options = parseGenerateOptions(split, { layouts: [family.id], locales });
      const { truth, pages } = generateInvoiceV2(seed, split, place, options);
      const [first] = pages;
      if (first === undefined) continue;
      const label = `${family.id} ${tier} ${truth.locale}${truth.trap === undefined ? '' : ` ${truth.trap}`}`;
      if (tier !== 'T4') cells.push({ label, content: first });
      else {
        const pdf = await renderPdf([first], { title: truth.id });
        const [scan] = await scanPages({ id: truth.id, pages: [first], pdf, seed });
        if (scan !== undefined) cells.push({ label, content: { picture: scan.picture } });
      }
    }
  }
  const sheet = await renderContactSheet(cells, 2 * TIERS.length);
  const [png] = await rasterPdf(sheet, 96);
  return { png: png ?? Buffer.alloc(0), cells: cells.length };
}
