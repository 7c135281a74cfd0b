import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { environmentError } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const LONGEST_MS = 60_000;

/** Prints a page to PDF with the Chromium of this machine. Errors: exit 3 when there is none, or when it fails. */
export async function printPdf(
  html: string,
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const browser = await findBrowser(env);
  if (browser === undefined) {
    throw environmentError(
      'PDF_NO_BROWSER',
      `a PDF is printed by Chromium, and none of ${BROWSERS.join(', ')} is on the PATH`,
      'install Chromium, set CHROME_PATH, or use --format html',
    );
  }
  await makeFolder(dirname(path));
  const folder = await mkdtemp(join(tmpdir(), 'assay-pdf-'));
  try {
    const [page, printed] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
    await writeFile(page, html);
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const quiet = [
      '--headless',
      '--disable-gpu',
      '--no-pdf-header-footer',
      `--user-data-dir=${join(folder, 'profile')}`,
    ];
    const args = [...quiet, ...asRoot, `--print-to-pdf=${printed}`, pathToFileURL(page).href];
    await promisify(execFile)(browser, args, { timeout: LONGEST_MS });
    // Across file systems a rename fails: the neighbour is renamed instead.
    const neighbour = `${path}.new-${process.pid}`;
    await writeFile(neighbour, await (await import('node:fs/promises')).readFile(printed));
    await rename(neighbour, path);
  } catch (cause) {
    const message = `${browser} could not print the report: ${(cause as Error).message.split('\n')[0]}`;
    throw environmentError('PDF_FAILED', message, 'use --format html', cause);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findBrowser(env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  const named = env.CHROME_PATH === undefined ? [] : [env.CHROME_PATH];
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = [...named, ...BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name)))];
  for (const path of paths) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}
