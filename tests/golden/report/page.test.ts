import { existsSync } from 'node:fs';
import { type Browser, type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../../src/report/html/render-html.ts';
import { hostileModel } from './hostile-model.ts';
import { sampleModel } from './sample.ts';

const CHROMIUM = process.env.ASSAY_CHROMIUM ?? '/usr/bin/chromium';
const browserFound = existsSync(CHROMIUM);
if (!browserFound) console.warn(`Skipped: no browser at ${CHROMIUM}; set ASSAY_CHROMIUM to test the page in one.`);

let browser: Browser;

/** Opens a report as a file would open, and collects what the page complains about or asks for. */
async function open(content: string, width = 1280): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => complaints.push(request.url()));
  await page.setContent(content);
  return { page, complaints };
}

describe.skipIf(!browserFound)('the page in Chromium', () => {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  it('loads without a complaint and without a request', async () => {
    const { page, complaints } = await open(await renderHtml(sampleModel()));
    expect(await page.locator('h1').textContent()).toBe('Q4_K_M is safe to ship.');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows the answer, its figures and the warnings without scrolling, wide and narrow', async () => {
    const content = await renderHtml(sampleModel());
    for (const width of [1280, 400]) {
      const { page } = await open(content, width);
      for (const selector of ['h1', '.facts', '.warnings']) {
        const box = await page.locator(selector).boundingBox();
        expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThan(900);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.close();
    }
  });

  it('filters the flipped fields by candidate, kind and field, with the keyboard alone', async () => {
    const { page } = await open(await renderHtml(sampleModel()));
    await page.locator('select[name=candidate]').focus();
    await page.keyboard.type('Q3');
    await page.keyboard.press('Tab');
    await page.keyboard.type('lost');
    await page.keyboard.press('Tab');
    await page.keyboard.type('iban');
    const rows = page.locator('details.flips tbody tr:visible');
    const count = await rows.count();
    expect(count).toBeGreaterThan(0);
    expect(
      new Set(
        await rows.evaluateAll((all) =>
          all.map((row) => row.getAttribute('data-field') + row.getAttribute('data-kind')),
        ),
      ),
    ).toEqual(new Set(['ibanlost']));
    expect(await page.locator('details.flips:visible').count()).toBe(1);
    expect(await page.locator('output').textContent()).toBe(`${count} fields`);
    await page.close();
  });

  it('runs no script that a document, a model or a name brings along', async () => {
    const { page, complaints } = await open(await renderHtml(hostileModel()));
    await page.locator('h1').hover();
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.locator('img, [onload], [onerror], [onmouseover]').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('h1').textContent()).toContain('is safe to ship.');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('names every chart, table, region and control for those who do not see it', async () => {
    const { page } = await open(await renderHtml(sampleModel()));
    const unnamed = await page.evaluate(`[
      ...[...document.querySelectorAll('[role=img], [role=region]')].filter((node) => !node.getAttribute('aria-label')),
      ...[...document.querySelectorAll('table')].filter((table) => !table.caption?.textContent),
      ...[...document.querySelectorAll('select')].filter((control) => control.labels.length === 0),
      ...[...document.querySelectorAll('th')].filter((cell) => !cell.scope),
    ].length`);
    expect(unnamed).toBe(0);
    await page.close();
  });
});
