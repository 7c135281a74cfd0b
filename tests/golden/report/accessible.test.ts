import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { renderHtml } from '../../../src/report/html/render-html.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { sampleModel } from './sample.ts';
import { sampleDetails } from './sample-details.ts';

const CHROMIUM = process.env.ASSAY_CHROMIUM ?? '/usr/bin/chromium';
const found = existsSync(CHROMIUM);
if (!found) console.warn(`No Chromium at ${CHROMIUM}: the accessibility of the report is not checked.`);

interface Finding {
  id: string;
  impact: string | null;
  nodes: { target: string[] }[];
}

test.runIf(found).each(['light', 'dark'] as const)(
  'axe-core has no serious finding on the report, %s',
  async (colorScheme) => {
    const folder = makeTemporaryFolder();
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const details = sampleDetails();
      const whole = sampleModel();
      const model = {
        ...whole,
        ...details,
        summary: { ...whole.summary, ...details.summary, slices: whole.summary.slices },
      };
      const path = join(folder.path, 'report.html');
      writeFileSync(path, await renderHtml(model));
      const page = await browser.newPage({ colorScheme, bypassCSP: true });
      await page.goto(pathToFileURL(path).href);
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
      await page.addScriptTag({ content: axe });
      const findings = await page.evaluate(async () => {
        const { axe: loaded } = globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } };
        const { violations } = await loaded.run();
        return violations.map(({ id, impact, nodes }) => ({
          id,
          impact,
          nodes: nodes.slice(0, 3).map(({ target }) => ({ target })),
        }));
      });
      expect(findings.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    } finally {
      await browser.close();
      folder.remove();
    }
  },
);
