import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../core/hash.ts';
import { generateInvoiceV2 } from '../synthesis/v2/generate.ts';
import type { LocaleV2 } from '../synthesis/v2/regions.ts';
import { findMissing } from '../gates/check-truth.ts';
import { measureText } from './font-metrics.ts';
import { rasterPdf, readPdfText } from './read-pdf.ts';
import { renderPdf } from './render-pdf.ts';
import { renderScan } from './render-scan.ts';
import { planScan, SEVERITIES } from './scan-plan.ts';

const invoiceOf = (split: string, index: number, locale: LocaleV2) =>
  generateInvoiceV2(9, split, index, { locales: [locale] });

describe('renderPdf', () => {
  test.each(['de-DE', 'cs-CZ', 'ja-JP', 'en-IN', 'fr-FR'] as const)(
    'writes every value of %s into the text layer',
    async (locale) => {
      for (const split of ['test-t2', 'train-t3']) {
        const { pages, truth } = invoiceOf(split, 3, locale);
        const text = await readPdfText(await renderPdf(pages, { title: truth.id }));
        expect(findMissing(truth, text, 'PDF').filter((fault) => fault !== null)).toEqual([]);
      }
    },
  );

  // Built-in fonts, Noto Sans and Noto Sans JP. A new version of pdfkit or of a font may change these: then invoices-v2 ends.
  test.each([
    ['de-DE', 'a1d47aa2b50bd5c8c3303b526ac2ca553ee7d91a4eb616f9a39ae62b2a8fb47b'],
    ['pl-PL', 'de703ba21229b9811274ff054095f65b81b767329fa8399a7ca4fe0a142e71e6'],
    ['ja-JP', 'db362769208d502ad19cd277e41e2585b5ece918c4ad63efc781b7fe9d7d63aa'],
  ] as const)('writes the same bytes as ever for %s', async (locale, digest) => {
    const { pages, truth } = invoiceOf('test-t2', 1, locale);
    expect(sha256(await renderPdf(pages, { title: truth.id }))).toBe(digest);
  });

  test('gives the same bytes again, whatever was drawn in between', async () => {
    const { pages, truth } = invoiceOf('test-t2', 1, 'cs-CZ');
    const first = await renderPdf(pages, { title: truth.id });
    await renderPdf(invoiceOf('train-t3', 5, 'cs-CZ').pages, { title: 'another' });
    expect((await renderPdf(pages, { title: truth.id })).equals(first)).toBe(true);
  });

  test('refuses bytes that are no PDF with an error of this program', async () => {
    await expect(readPdfText(Buffer.from('no PDF at all'))).rejects.toMatchObject({ code: 'PDF_UNREADABLE' });
  });
});

describe('renderScan', () => {
  test('gives the same pixels for the same plan, and others for another seed', async () => {
    const { pages, truth } = invoiceOf('test-t4', 2, 'de-DE');
    const pdf = await renderPdf(pages.slice(0, 1), { title: truth.id });
    const plan = { ...planScan(1, truth.id, 1, 2), dpi: 72 };
    const [page] = await rasterPdf(pdf, plan.dpi, [1]);
    if (page === undefined) throw new Error('the page was not drawn');
    const first = await renderScan(page, plan, 1);
    expect((await renderScan(page, plan, 1)).equals(first)).toBe(true);
    expect((await renderScan(page, plan, 2)).equals(first)).toBe(false);
  });

  test('draws stamp, folds, bleed-through and quarter turns, and keeps the size', async () => {
    const page = await sharp({ create: { width: 300, height: 420, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    const calm = {
      ...planScan(1, 'x', 1, 0),
      skew: 0,
      turn: 0 as const,
      noise: 0,
      blur: 0,
      grey: false,
      stamp: null,
      bleed: 0,
    };
    const darkness = async (changes: object): Promise<number> => {
      const { channels } = await sharp(await renderScan(page, { ...calm, ...changes }, 1)).stats();
      return 255 - Math.min(...channels.map(({ mean }) => mean));
    };
    expect(await darkness({})).toBeLessThan(0.5);
    expect(await darkness({ stamp: { text: 'PAID', x: 0.5, y: 0.5, angle: 10, color: '#b3202c' } })).toBeGreaterThan(
      0.5,
    );
    expect(await darkness({ folds: [0.5] })).toBeGreaterThan(0.2);
    expect(await darkness({ shadow: 0.4 })).toBeGreaterThan(5);
    const turned = await sharp(await renderScan(page, { ...calm, turn: 90 }, 1)).metadata();
    expect([turned.width, turned.height]).toEqual([420, 300]);
  });
});

describe('planScan', () => {
  test('does more damage with every step of severity', () => {
    const mean = (severity: (typeof SEVERITIES)[number], pick: 'noise' | 'blur' | 'dpi' | 'jpeg'): number =>
      Array.from({ length: 100 }, (_, i) => planScan(1, `d${i}`, 1, severity)[pick]).reduce((a, b) => a + b) / 100;
    for (const severity of [0, 1, 2] as const) {
      const next = (severity + 1) as 1 | 2 | 3;
      for (const pick of ['noise', 'blur'] as const) expect(mean(next, pick)).toBeGreaterThan(mean(severity, pick));
      for (const pick of ['dpi', 'jpeg'] as const) expect(mean(next, pick)).toBeLessThan(mean(severity, pick));
    }
  });

  test('keeps within the bounds that the dataset promises', () => {
    for (let i = 0; i < 500; i += 1) {
      const { dpi, skew, jpeg, blur } = planScan(3, `d${i}`, 1);
      expect(dpi >= 100 && dpi <= 200 && Math.abs(skew) <= 3 && jpeg >= 30 && blur <= 0.9).toBe(true);
    }
  });
});

describe('measureText', () => {
  test('knows the widths of the AFM files, and takes a Japanese character for a full em', () => {
    expect(measureText('0123456789', 'sans', false, 10)).toBeCloseTo(55.6);
    expect(measureText('Total', 'sans', true, 1000)).toBe(611 + 611 + 333 + 556 + 278);
    expect(measureText('請求書', 'jp', false, 10)).toBe(30);
  });
});
