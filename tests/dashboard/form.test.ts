import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { runAssay } from '../cli/run-assay.ts';
import { browserFound, findSerious, openPage } from './open-browser.ts';
import { useDashboard } from './open-dashboard.ts';

/** Waiting is for slow machines; nothing here depends on how long a step takes. */
const PATIENT = { timeout: 100_000 };
const LONG_MS = 240_000;

describe.skipIf(!browserFound)('the form for an experiment in Chromium', () => {
  const open = useDashboard((path) => {
    mkdirSync(join(path, 'experiments'), { recursive: true });
  });
  const { folder } = open;

  const openForm = async (): Promise<{ page: Page; complaints: string[]; check: () => Promise<string | null> }> => {
    const { page, complaints } = await openPage(open.context, open.dashboard.url);
    await page.goto(`http://127.0.0.1:${open.dashboard.port}/new`);
    const check = () => page.locator('#check').textContent();
    await expect.poll(check, PATIENT).toContain('It holds');
    return { page, complaints, check };
  };

  it(
    'checks while one types, tells the cost before anything can start, and starts a real run',
    async () => {
      const { page, complaints, check } = await openForm();
      await page.fill('input[name=margin]', '200');
      await expect.poll(check, PATIENT).toContain('decision.margin is 2; it must be less than 1');
      expect(await page.locator('input[name=margin]').getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator('button[data-do=plan]').isDisabled()).toBe(true);
      await page.fill('input[name=margin]', '10');
      await page.fill('input[name=name]', 'from-form');
      await page.fill('input[name=documents]', '3');
      for (const other of ['Q8_0', 'Q4_K_M']) await page.uncheck(`input[value=${other}]`);
      await expect.poll(check, PATIENT).toContain('1 variant (F16), 3 documents, 3 trials');
      const start = page.locator('button[data-do=start]');
      expect(await start.isDisabled()).toBe(true);
      await page.click('button[data-do=plan]');
      await page.locator('[data-part=plan] dl').waitFor(PATIENT);
      expect(await page.locator('[data-part=plan]').textContent()).toMatch(
        /Trials3 \(1 × 3 documents\).*that are free/,
      );
      const file = join(folder.path, 'experiments/from-form.yaml');
      expect(await page.inputValue('#text')).toBe(readFileSync(file, 'utf8'));
      await expect.poll(() => start.isEnabled(), PATIENT).toBe(true);
      // Another text has another cost.
      await page.fill('input[name=documents]', '2');
      expect(await start.isDisabled()).toBe(true);
      await expect.poll(check, PATIENT).toContain('2 trials');
      expect(await page.locator('[data-part=plan]').textContent()).toBe('');
      await page.click('button[data-do=plan]');
      await expect.poll(() => start.isEnabled(), PATIENT).toBe(true);
      await start.click();
      await page.waitForURL('**/runs/from-form-*', PATIENT);
      await expect.poll(() => page.locator('.kicker').count(), PATIENT).toBe(1);
      expect(await page.locator('.ladder tbody th').first().textContent()).toBe('F16');
      expect(complaints).toEqual([]);
      await page.close();
    },
    LONG_MS,
  );

  it(
    'builds lists of models, quantizations, prompts and pipelines with the keyboard alone, which `assay plan` accepts',
    async () => {
      const { page, complaints, check } = await openForm();
      await page.fill('input[name=name]', 'listed');
      await page.fill('input[name=documents]', '30');
      await page.locator('input[name=shape][value=sweep]').focus();
      await page.keyboard.press('ArrowDown');
      // The list begins with what was ticked.
      const names = page.locator('[data-part=rows] [data-key=name]');
      expect(
        await names.evaluateAll((all) => all.map((input) => (input as unknown as { value: string }).value)),
      ).toEqual(['F16', 'Q8_0', 'Q4_K_M']);
      await page.locator('button[data-do=remove]').last().focus();
      await page.keyboard.press('Enter');
      expect(await names.count()).toBe(2);
      await page.locator('button[data-do=add]').focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('other model');
      await expect.poll(check, PATIENT).toContain('variants[2].name');
      expect(await names.last().getAttribute('aria-invalid')).toBe('true');
      expect(await findSerious(page)).toEqual([]);
      await page.keyboard.press('Control+A');
      await page.keyboard.type('other');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('assay-extract-2');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Q8');
      await page.keyboard.press('Tab');
      await page.keyboard.type('ask-c');
      await page.keyboard.press('Tab');
      await page.keyboard.type('lay');
      await page.locator('select[name=stop]').focus();
      await page.keyboard.type('as');
      await expect.poll(check, PATIENT).toContain('3 variants (F16, Q8_0, other), 30 documents, 90 trials');
      expect(await findSerious(page)).toEqual([]);
      await page.locator('button[data-do=plan]').focus();
      await page.keyboard.press('Enter');
      await page.locator('[data-part=plan] dl').waitFor(PATIENT);

      const file = join(folder.path, 'experiments/listed.yaml');
      const written = readFileSync(file, 'utf8');
      for (const words of ['model: assay-extract-2', 'prompt: ask-copy', 'pipeline: layout', 'stop: anytime'])
        expect(written).toContain(words);
      const { exitCode, stdout } = await runAssay(['plan', file, '--json'], { cwd: folder.path });
      expect(exitCode, stdout).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ trials: 90, documents: 30 });
      expect(complaints).toEqual([]);
      await page.close();
    },
    LONG_MS,
  );
});
