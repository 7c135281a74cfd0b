import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunSummary } from '../../src/compare/run-summary.ts';
import { writeExperiment } from '../support/experiment.ts';
import { runAssay } from './run-assay.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-race-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('with the real engine a race ends as soon as it is settled, and the same command measures nothing more', async () => {
  const experiment = writeExperiment(folder, {
    documents: 60,
    split: 'test',
    fields: ['invoiceNumber', 'issueDate'],
    sampling: { maxTokens: 64 },
    decision: { question: 'non-inferiority', margin: 0.25, brokenMargin: 0.25 },
    run: { stop: 'anytime' },
  });
  const args = ['run', experiment, '--results', join(folder, 'results'), '--json'];
  const { exitCode, stdout, stderr } = await runAssay(args);
  expect(exitCode, stderr).toBe(0);
  const summary = JSON.parse(stdout) as RunSummary;
  expect(summary.status).toBe('complete');
  const [compared] = summary.comparisons;
  expect(compared?.race).toMatchObject({ decided: true });
  expect(compared?.n).toBeGreaterThanOrEqual(30);
  expect(compared?.n).toBeLessThan(60);
  expect(compared?.difference.method).toContain('betting');
  const again = await runAssay(args);
  expect((JSON.parse(again.stdout) as RunSummary).comparisons).toEqual(summary.comparisons);
}, 900_000);
