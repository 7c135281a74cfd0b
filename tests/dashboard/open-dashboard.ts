import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Dashboard } from '../../src/dashboard/dashboard.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { openBrowser } from './open-browser.ts';
import { serve } from './serve-runs.ts';

export interface OpenDashboard {
  folder: ReturnType<typeof makeTemporaryFolder>;
  browser: Browser;
  context: BrowserContext;
  dashboard: Dashboard;
}

/** A dashboard over a folder that `fill` filled, and a browser, for the tests of a `describe`; both end with them. */
export function useDashboard(fill: (path: string) => Promise<void> | void = () => {}): OpenDashboard {
  const open = { folder: makeTemporaryFolder() } as OpenDashboard;
  beforeAll(async () => {
    await fill(open.folder.path);
    open.dashboard = await serve(open.folder.path);
    open.browser = await openBrowser();
    open.context = await open.browser.newContext();
  });
  afterAll(async () => {
    await open.browser.close();
    await open.dashboard[Symbol.asyncDispose]();
    open.folder.remove();
  });
  return open;
}
