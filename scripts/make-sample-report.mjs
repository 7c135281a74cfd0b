// Writes docs/sample-report.html and the README's picture of it from a run, e.g. one that `npm start` made on an idle machine.
// node scripts/make-sample-report.mjs RUN_FOLDER; needs Chromium (/usr/bin/chromium, or where ASSAY_CHROMIUM points) for the picture.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = resolve(process.argv[2] ?? '');
const page = join(root, 'docs/sample-report.html');
const picture = join(root, 'docs/images/report.png');

// The page names the folder of its run: seen from here it is results/RUN, as it is for everybody.
const folder = mkdtempSync(join(tmpdir(), 'assay-report-'));
try {
  mkdirSync(join(folder, 'results'));
  cpSync(run, join(folder, 'results', basename(run)), { recursive: true });
  const what = ['report', basename(run), '--format', 'html', '--out', page];
  execFileSync(process.execPath, [join(root, 'dist/main.js'), ...what], { cwd: folder, stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}
const text = readFileSync(page, 'utf8');
for (const path of [folder, run, root, homedir(), tmpdir()])
  if (text.includes(path)) throw new Error(`${page} holds ${path}: a path of this machine`);

const executablePath = process.env.ASSAY_CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const tab = await browser.newPage({ viewport: { width: 1280, height: 1020 }, colorScheme: 'light' });
await tab.goto(pathToFileURL(page).href);
await tab.screenshot({ path: picture });
await browser.close();
