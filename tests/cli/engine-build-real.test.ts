import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { RunSummary } from '../../src/compare/run-summary.ts';
import type { Manifest } from '../../src/records/manifest.ts';
import type { TrialRecord } from '../../src/records/record.ts';
import { writeExperiment } from '../support/experiment.ts';
import { openOwnCache } from '../support/own-cache.ts';
import { runAssay, startAssay } from './run-assay.ts';

const DOCUMENTS = 16;
const MINUTES = 60_000;
const { folder } = openOwnCache({ ASSAY_ENGINE: '' });
const engine = join(folder.path, 'cache', 'engine');

/** Compiles all of llama.cpp, which takes minutes: `npm run test:engine-build`. */
describe.skipIf(process.env.ASSAY_TEST_ENGINE_BUILD !== '1')('a native engine, compiled for this machine', () => {
  let id = '';

  test('SIGINT amid the compilation leaves no build and no compiler behind', { timeout: 10 * MINUTES }, async () => {
    const { child, ended } = startAssay(['engine', 'build'], { cwd: folder.path });
    const isCompiling = (): void => expect(filesBelow(join(engine, 'objects'), '.o').length).toBeGreaterThan(5);
    await vi.waitFor(isCompiling, { timeout: 5 * MINUTES, interval: 200 });
    child.kill('SIGINT');
    expect((await ended).exitCode).toBe(130);
    await vi.waitFor(() => expect(processesAbout(engine)).toEqual([]), 10_000);
    expect(existsSync(join(engine, 'native'))).toBe(false);
    expect(await assay('engine')).toMatchObject({ use: 'prebuilt', builds: [] });
  });

  test('the next build goes on from there, is installed whole and is in use', { timeout: 30 * MINUTES }, async () => {
    const { build } = await assay<{ build: { id: string } }>('engine', 'build');
    id = build.id;
    expect(id).toMatch(/^[0-9a-f]{12}$/);
    expect(readdirSync(join(engine, 'native'))).toEqual(['cpu']);
    expect(await assay('engine')).toMatchObject({ use: 'native', builds: [{ id, device: 'cpu', refused: null }] });
  });

  test('it runs an experiment, as does the prebuilt one after it, with scores that agree', {
    timeout: 10 * MINUTES,
  }, async () => {
    const experiment = writeExperiment(folder.path, { documents: DOCUMENTS, quantizations: ['F16'] });
    const run = (): Promise<RunSummary> => assay('run', experiment, '--results', join(folder.path, 'results'));
    const native = await run();
    expect(await assay('engine', 'use', 'prebuilt')).toMatchObject({ use: 'prebuilt' });
    const prebuilt = await run();
    for (const { status, variants } of [native, prebuilt]) {
      expect(status).toBe('complete');
      expect(variants).toMatchObject([{ documents: DOCUMENTS, failures: 0 }]);
    }
    // Of another engine, so another run.
    expect(native.runFolder).not.toBe(prebuilt.runFolder);
    expect(manifestOf(native).engine).toContain(`native ${id}`);
    expect(manifestOf(prebuilt).engine).not.toContain('native');
    const accuracyOf = ({ variants }: RunSummary): number => variants[0]?.fieldAccuracy.value ?? Number.NaN;
    expect(accuracyOf(native)).toBeGreaterThan(0.5);
    // Other instructions round otherwise, which now and then turns a token.
    expect(Math.abs(accuracyOf(native) - accuracyOf(prebuilt))).toBeLessThan(0.05);
    const [answers, others] = [answersOf(native), answersOf(prebuilt)];
    const equal = [...answers].filter(([document, output]) => others.get(document) === output);
    expect(equal.length).toBeGreaterThanOrEqual(DOCUMENTS * 0.75);
    // What was decoded by one build cannot be verified by the other.
    const verified = await runAssay(['verify', native.runFolder, '--documents', '4'], { cwd: folder.path });
    expect(verified.exitCode, verified.stderr).toBe(6);
  });

  test('a build of what is built already has the same id', { timeout: 10 * MINUTES }, async () => {
    expect(await assay('engine')).toMatchObject({ use: 'prebuilt', builds: [{ id }] });
    expect(await assay('engine', 'build')).toMatchObject({ use: 'native', build: { id } });
  });
});

/** Runs a command that must succeed and gives its document. */
async function assay<Document = unknown>(...args: string[]): Promise<Document> {
  const { exitCode, stdout, stderr } = await runAssay([...args, '--json'], { cwd: folder.path });
  expect(exitCode, `${stdout}${stderr}`).toBe(0);
  return JSON.parse(stdout) as Document;
}

function manifestOf({ runFolder }: RunSummary): Manifest {
  return JSON.parse(readFileSync(join(runFolder, 'manifest.json'), 'utf8')) as Manifest;
}

/** What was answered, by document. */
function answersOf({ runFolder }: RunSummary): Map<string, string> {
  const lines = readFileSync(join(runFolder, 'records.jsonl'), 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as TrialRecord);
  return new Map(records.map((record) => [record.document, record.kind === 'scored' ? record.output : '']));
}

function filesBelow(path: string, extension: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(extension));
}

/** Command lines of running processes that name a path; none where the system does not tell. */
function processesAbout(path: string): string[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(path));
}
