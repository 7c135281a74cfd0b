import { describe, expect, it } from 'vitest';
import type { RunOutcome } from '../../src/schedule/run-experiment.ts';
import { makeRun } from '../flow/finished-run.ts';
import { browserFound, findSerious, openPage } from './open-browser.ts';
import { useDashboard } from './open-dashboard.ts';

describe.skipIf(!browserFound)('the pages of the dashboard in Chromium', { timeout: 180_000 }, () => {
  let run: RunOutcome;
  let again: RunOutcome;
  const open = useDashboard(async (path) => {
    run = await makeRun(path, { errors: { Q8_0: 0.2 } });
    again = await makeRun(path, { errors: { F16: 0.1, Q8_0: 0.2 }, documents: 36 });
  });

  const at = (path: string): string => `http://127.0.0.1:${open.dashboard.port}${path}`;
  const paths = (): Record<string, string> => ({
    runs: '/',
    run: `/runs/${run.summary.runId}`,
    flips: `/runs/${run.summary.runId}/flips`,
    documents: `/runs/${run.summary.runId}/documents`,
    document: `/runs/${run.summary.runId}/documents/${run.flips.Q8_0?.[0]?.document}?field=${run.flips.Q8_0?.[0]?.field}`,
    compare: `/compare?run=${run.summary.runId}&run=${again.summary.runId}&allow=documents`,
    history: '/history/small',
    datasets: '/datasets',
    split: '/datasets/invoices-v2/test?page=2',
    'dataset document': '/datasets/invoices-v2/test/v2-test-000003?field=grossTotal',
    models: '/models',
    form: '/new',
    nothing: '/history',
  });

  it('each loads without a complaint, under 300 kB, and axe finds nothing serious', async () => {
    const { page, complaints } = await openPage(open.context, open.dashboard.url);
    for (const [name, path] of Object.entries(paths())) {
      const response = await page.goto(at(path));
      expect([name, response?.status()]).toEqual([name, 200]);
      expect((await response?.body())?.length).toBeLessThan(300_000);
      expect([name, await findSerious(page)]).toEqual([name, []]);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('none is wider than a narrow screen', async () => {
    const { page } = await openPage(open.context, open.dashboard.url);
    await page.setViewportSize({ width: 390, height: 800 });
    for (const [name, path] of Object.entries(paths())) {
      await page.goto(at(path));
      expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, 390]);
    }
    await page.close();
  });

  it('leads from a number to the invoice behind it, with the keyboard alone', async () => {
    const { page, complaints } = await openPage(open.context, open.dashboard.url);
    const follow = async (selector: string): Promise<void> => {
      await page.locator(selector).first().focus();
      await page.keyboard.press('Enter');
      await page.waitForLoadState();
    };
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
    await follow(`a[href="/runs/${run.summary.runId}"]`);
    await page.waitForURL('**/runs/*');
    await follow('.detail a[href*="/flips?candidate=Q8_0"]');
    await page.waitForURL('**/flips?*');
    const flip = page.locator('table.answers tbody tr').first();
    const field = await flip.locator('a').textContent();
    const [printed, before, after] = await flip.locator('td').allTextContents();
    await follow('table.answers tbody a');
    await page.waitForURL('**/documents/*');
    const chosen = page.locator('table.answers tr.chosen');
    expect(await chosen.locator('a').textContent()).toBe(field);
    const [shownPrinted, shownBefore, shownAfter] = await chosen.locator('td').allTextContents();
    expect(shownPrinted).toBe(printed);
    expect(shownBefore).toContain(before);
    expect(shownAfter).toContain(after);
    expect(await page.locator('.source-text').textContent()).toContain('\n');
    // Both answers are there token by token, and the first that differs is marked in each.
    expect(await page.locator('.tokens').count()).toBe(2);
    expect(await page.locator('.tokens .first').count()).toBe(2);
    const [one, other] = await page.locator('.tokens .first').allTextContents();
    expect(one).not.toBe(other);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('filters the ledger of flipped fields, and says how many there are', async () => {
    const { page } = await openPage(open.context, open.dashboard.url);
    const flips = run.flips.Q8_0 ?? [];
    const wanted = flips.filter(({ kind }) => kind === 'lost');
    expect(wanted.length).toBeGreaterThan(0);
    await page.goto(at(`/runs/${run.summary.runId}/flips`));
    await page.selectOption('select[name=kind]', 'lost');
    await page.waitForURL('**kind=lost**');
    expect(await page.locator('form output').textContent()).toMatch(new RegExp(`^${wanted.length} field`));
    const locale = await page.locator('select[name=locale] option').nth(1).getAttribute('value');
    await page.selectOption('select[name=locale]', locale);
    await page.waitForURL('**locale=**');
    const left = Number.parseInt((await page.locator('form output').textContent()) ?? '', 10);
    expect(left).toBeLessThan(wanted.length);
    await page.close();
  });

  it('draws the page of a synthetic document on demand, with a box around each value', async () => {
    const { page } = await openPage(open.context, open.dashboard.url);
    await page.goto(at('/datasets/invoices-v2/test/v2-test-000003?field=grossTotal'));
    // A text is evaluated outside of the page's policy, which lets the page itself evaluate none.
    const drawn = () => page.evaluate("(document.querySelector('.paper img')?.naturalWidth ?? 0)");
    await expect.poll(drawn, { timeout: 50_000 }).toBeGreaterThan(400);
    const [paper, box] = [await page.locator('.paper').boundingBox(), await page.locator('rect.chosen').boundingBox()];
    if (paper === null || box === null) throw new Error('the page or its box is not there');
    expect(box.width).toBeGreaterThan(10);
    expect(box.x).toBeGreaterThan(paper.x);
    expect(box.y + box.height).toBeLessThan(paper.y + paper.height);
    expect(await page.locator('mark.chosen').textContent()).toMatch(/^[\d.,]+$/);
    await page.close();
  });

  it('says why two runs cannot be compared, and compares them once that is allowed', async () => {
    const { page } = await openPage(open.context, open.dashboard.url);
    const pair = `run=${run.summary.runId}&run=${again.summary.runId}`;
    await page.goto(at(`/compare?${pair}`));
    expect(await page.locator('.notice.bad').first().textContent()).toContain('documents differ: 40 and 36');
    await page.check('input[value=documents]');
    await page.click('form#compare button');
    await page.waitForURL('**allow=documents**');
    expect(await page.locator('.notice.bad').count()).toBe(0);
    expect(await page.locator('.diff').first().textContent()).toContain('- measuredDocuments: 40');
    await page.close();
  });

  it('answers nothing but its own pages, and changes nothing without the token', async () => {
    const ask = (path: string, init: RequestInit = {}) => fetch(at(path), init);
    for (const path of [
      '/runs/..%2F..%2Fetc',
      '/assets/..%2F..%2Fdashboard.js',
      '/datasets/..%2F..%2Fetc/test/passwd',
      '/datasets/invoices-v2/test/..%2F..%2Fx/pages/1',
      `/runs/${run.summary.runId}/documents/..%2Fmanifest.json`,
      '/history/..%2F..',
      '/compare/x',
    ]) {
      expect([path, (await ask(path)).status >= 400]).toEqual([path, true]);
    }
    expect(await (await ask('/compare?run=/etc&run=/tmp')).text()).toContain('there is no run');
    const post = { method: 'POST', body: '{}' };
    for (const path of [`/api/runs/${run.summary.runId}/cancel`, '/api/drafts/check', '/api/drafts/start'])
      expect((await ask(path, post)).status).toBe(403);
    const { headers } = await ask('/');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    const refused = await ask(`/api/runs/${run.summary.runId}/pause`, {
      ...post,
      headers: { 'x-assay-token': open.dashboard.token },
    });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ error: { code: 'RUN_NOT_RUNNING' } });
  });
});
