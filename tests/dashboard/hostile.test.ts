import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dashboard } from '../../src/dashboard/dashboard.ts';
import type { RunOutcome } from '../../src/schedule/run-experiment.ts';
import { makeRun } from '../flow/finished-run.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { browserFound, openBrowser, openPage } from './open-browser.ts';
import { serve } from './serve-runs.ts';

const ATTACK = `"'><img src=x onerror="window.pwned=1"></script><script>window.pwned=2</script><svg onload=window.pwned=3>`;

/** A dataset whose texts, values, layouts and locales are markup and scripts. */
function writeHostileDataset(folder: string): string {
  const path = join(folder, 'documents "><script>window.pwned=4<');
  mkdirSync(join(path, 'documents'), { recursive: true });
  const lines: string[] = [];
  for (let number = 0; number < 12; number += 1) {
    const id = `h-${number}`;
    const seller = `${ATTACK} ${number}`;
    const text = `Invoice number: A-${number}\nSeller: ${seller}\n\u202e${ATTACK}\n`;
    const at = text.indexOf(seller);
    writeFileSync(join(path, 'documents', `${id}.txt`), text);
    lines.push(
      JSON.stringify({
        id,
        split: 'test',
        tier: ATTACK,
        layout: ATTACK,
        locale: 'en-GB',
        currency: 'GBP',
        generator: '1',
        fields: {
          invoiceNumber: { value: `A-${number}`, printed: `A-${number}`, state: 'present' },
          sellerName: { value: seller, printed: seller, state: 'present', span: [at, at + seller.length] },
        },
      }),
    );
  }
  writeFileSync(join(path, 'ground-truth.jsonl'), `${lines.join('\n')}\n`);
  return path;
}

describe.skipIf(!browserFound)('documents, answers and names that hold markup', () => {
  const folder = makeTemporaryFolder();
  let browser: Browser;
  let dashboard: Dashboard;
  let run: RunOutcome;

  beforeAll(async () => {
    run = await makeRun(folder.path, {
      question: ATTACK,
      dataset: { path: writeHostileDataset(folder.path), split: 'test' },
      errors: { Q8_0: 0.6 },
    });
    dashboard = await serve(folder.path);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await dashboard[Symbol.asyncDispose]();
    folder.remove();
  });

  it('are text on every page', async () => {
    const { page, complaints } = await openPage(await browser.newContext(), dashboard.url);
    const { runId } = run.summary;
    const at = (path: string): string => `http://127.0.0.1:${dashboard.port}${path}`;
    await page.goto(at('/datasets'));
    const split = await page.locator('a[href*="/datasets/folder-"]').first().getAttribute('href');
    const paths = [
      '/',
      `/runs/${runId}`,
      `/runs/${runId}/flips`,
      `/runs/${runId}/documents`,
      `/runs/${runId}/documents/h-3?field=sellerName`,
      `/runs/${runId}/documents/h-3?field=${encodeURIComponent(ATTACK)}`,
      `/compare?run=${runId}`,
      '/history',
      '/history/small',
      '/datasets',
      split ?? '',
      `${split}/h-3?field=sellerName`,
    ];
    for (const path of paths) {
      expect([path, (await page.goto(at(path)))?.status()]).toEqual([path, 200]);
      expect([path, await page.evaluate('window.pwned')]).toEqual([path, undefined]);
      const brought = 'script:not([src^="/assets/"]), img:not([src^="/datasets/"]), [onload], [onerror], [style]';
      expect([path, await page.locator(brought).count()]).toEqual([path, 0]);
    }
    // Shown, and not swallowed.
    expect(await page.locator('.source-text').textContent()).toContain('<script>window.pwned=2</script>');
    expect(await page.locator('.source-text').textContent()).toContain('⟨U+202E⟩');
    for (const path of [`/runs/${encodeURIComponent(ATTACK)}`, `/history/${encodeURIComponent(ATTACK)}`]) {
      await page.goto(at(path));
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.locator('main').textContent()).toContain('onerror=');
    }
    // The two addresses that lead nowhere are the only thing that the browser may complain about.
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    await page.close();
  }, 180_000);
});
