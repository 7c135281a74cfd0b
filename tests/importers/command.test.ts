import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { GERMAN } from './einvoice-facts.ts';
import { makeCii } from './make-einvoice-xml.ts';
import { makeInvoicePdf } from './make-invoice-pdf.ts';

const temporary = makeTemporaryFolder();
const cwd = temporary.path;
beforeAll(async () => {
  mkdirSync(join(cwd, 'in'));
  const attach = [{ name: 'factur-x.xml', content: makeCii(GERMAN, 'EN 16931') }];
  writeFileSync(join(cwd, 'in/a.pdf'), await makeInvoicePdf(GERMAN, 'de', { attach }));
  writeFileSync(join(cwd, 'in/b.pdf'), 'no PDF');
});
afterAll(() => {
  temporary.remove();
});

/** Runs a command line in this process: a process of its own for each would be most of the time of these tests. */
async function assay(args: readonly string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const exitCode = await runCli(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    cwd,
    env: {},
    signal: new AbortController().signal,
    now: () => performance.now(),
  });
  return { exitCode, stdout, stderr };
}

test('import says what was kept, what was refused and why, and what to do next; export writes it out again', async () => {
  const imported = await assay(['import', 'einvoice', 'in', '--out', 'set', '--split', 'mine']);
  expect([imported.exitCode, imported.stderr.replace(/einvoice .*\n/g, '')]).toEqual([0, '']);
  expect(imported.stdout).toMatch(/^1 imported \(mine 1\), 1 refused, in .*set\n {2}b\.pdf: PDF is malformed/);
  expect(imported.stdout).toMatch(/grossTotal +1 +0 +0\n/);
  expect(imported.stdout).toContain('dataset: {path: FOLDER, split: mine}');
  const exported = await assay(['export', 'set', '--to', 'ubl', '--split', 'mine', '--out', 'ubl', '--json']);
  expect(JSON.parse(exported.stdout)).toMatchObject({ exitCode: 0, format: 'ubl', documents: 1, incomplete: {} });
  expect(readFileSync(join(cwd, 'ubl/a.xml'), 'utf8')).toContain(
    '<cbc:PayableAmount currencyID="EUR">1019.66</cbc:PayableAmount>',
  );
});

test('under --json import prints one document with counts and reasons', async () => {
  const { exitCode, stdout } = await assay(['import', 'einvoice', 'in', '--out', 'set-json', '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    importer: 'einvoice',
    documents: 1,
    splits: { test: 1 },
    refused: [{ file: 'b.pdf' }],
    faults: [],
  });
});

test('mistakes end with code 2, say what is allowed, and write nothing', async () => {
  const cases: [string[], RegExp][] = [
    [['import', 'einvoice', 'in', '--out', 'x', '--strict'], /IMPORT_REFUSED.*b\.pdf: PDF is malformed/],
    [['import', 'zugferd', 'in', '--out', 'x'], /IMPORT_KIND.*allowed: einvoice, sroie/],
    [['import', 'einvoice', 'in'], /required option '--out <folder>'/],
    [['import', 'sroie', 'in', '--out', 'x'], /IMPORT_EMPTY.*holds nothing that `sroie` reads/],
    [['export', 'set', '--to', 'xlsx', '--out', 'x'], /EXPORT_FORMAT.*allowed: ubl, jsonl, parquet/],
    [['export', 'nowhere', '--to', 'jsonl', '--out', 'x'], /DATASET_UNKNOWN/],
  ];
  for (const [args, message] of cases) {
    const { exitCode, stdout, stderr } = await assay(args);
    expect([args, exitCode, stdout]).toEqual([args, 2, '']);
    expect(stderr).toMatch(message);
  }
  expect(existsSync(join(cwd, 'x'))).toBe(false);
});
