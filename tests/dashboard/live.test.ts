import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { writeExperiment } from '../support/experiment.ts';
import { browserFound, openPage } from './open-browser.ts';
import { useDashboard } from './open-dashboard.ts';
import { runStepped } from './serve-runs.ts';

/** Waiting is for slow machines; nothing here depends on how long a step takes. */
const PATIENT = { timeout: 100_000 };
const LONG_MS = 240_000;

describe.skipIf(!browserFound)('a running experiment in Chromium', () => {
  const open = useDashboard();
  const { folder } = open;

  const counted = (page: Page) => () => page.locator('[data-part=counted]').textContent();
  const state = (page: Page) => () => page.locator('#live [data-part=state]').first().textContent();

  it(
    'moves on its page and on the list, pauses, goes on, and turns into its report',
    async () => {
      // Threads beyond those of any machine make one worker: no second batch is under way beside the one that is allowed.
      const device = join(folder.path, 'one.yaml');
      const config =
        'id: one\ndescription: one worker\ngpu: false\nthreads: 1024\nmaxWidth: 4\nreserveBytes: 0\nkvCacheType: F16\n';
      writeFileSync(device, config);
      const experiment = writeExperiment(folder.path, { documents: 24, quantizations: ['F16', 'Q8_0'], device });
      const run = runStepped(folder.path, experiment);
      const { page, complaints } = await openPage(open.context, open.dashboard.url);
      // The page of all runs shows it by itself once it has begun.
      await page.locator('tr[data-run] a').first().waitFor(PATIENT);
      run.allow(1);
      await expect.poll(() => page.locator('[data-part=done]').first().textContent(), PATIENT).toBe('4');
      await page.locator('tr[data-run] a').first().click();
      await expect.poll(counted(page), PATIENT).toBe('4 of 48 trials');
      run.allow(1);
      await expect.poll(counted(page), PATIENT).toBe('8 of 48 trials');
      const first = page.locator('tr[data-variant=F16]');
      expect(await first.locator('[data-part=range]').textContent()).toMatch(/^[\d.]+–[\d.]+, n = 8$/);
      expect(await first.locator('[data-part=speed]').textContent()).toMatch(/\d/);

      await page.locator('button[data-ask=pause]').focus();
      await page.keyboard.press('Enter');
      await expect.poll(state(page), PATIENT).toMatch(/paus/);
      // The batches that were handed to the worker are finished, one by one, until the run has heard of it; then it stands still.
      for (let more = 0; more < 9 && (await state(page)()) !== 'paused'; more++) {
        run.allow(1);
        await page.waitForTimeout(500);
      }
      await expect.poll(state(page), PATIENT).toBe('paused');
      run.allow(12);
      // A batch that a worker had in hand may still come in; after it nothing does.
      const standsStill = async (): Promise<boolean> => {
        const before = await counted(page)();
        await page.waitForTimeout(1000);
        return before === (await counted(page)());
      };
      await expect.poll(standsStill, PATIENT).toBe(true);
      expect(await counted(page)()).not.toMatch(/^48 of/);
      await page.locator('button[data-ask=continue]').click();
      await page.locator('h1', { hasText: /safe|Keep|better|answer/ }).waitFor(PATIENT);
      expect((await run.outcome).summary.status).toBe('complete');
      expect(await page.locator('#live').count()).toBe(0);
      expect(complaints).toEqual([]);
      await page.close();
    },
    LONG_MS,
  );
});
