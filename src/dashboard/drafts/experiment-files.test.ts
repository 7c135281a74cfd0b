import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadExperiment } from '../../plan/load-experiment.ts';
import { ExperimentFiles } from './experiment-files.ts';

const TEXT =
  'name: mine\nquestion: Which?\ndataset: {name: invoices-v1, split: dev, documents: 4}\nmodel: assay-extract\nquantization: F16\n';

async function makeFiles(): Promise<ExperimentFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-files-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return new ExperimentFiles(join(folder, 'experiments'));
}

test.each(['../mine', 'a/b', '.hidden', 'Mine', '', 'a'.repeat(61), '..'])('%j leads nowhere', async (name) => {
  const files = await makeFiles();
  expect(() => files.pathOf(name)).toThrow(expect.objectContaining({ code: 'SPEC_INVALID' }));
  await expect(files.save(name, TEXT, true)).rejects.toMatchObject({ code: 'SPEC_INVALID' });
});

test('replaces what it wrote itself, and what others wrote only on demand', async () => {
  const files = await makeFiles();
  const path = await files.save('mine', TEXT, false);
  await files.save('mine', `${TEXT}# more\n`, false);
  await writeFile(path, 'name: theirs\n');
  await expect(files.save('mine', TEXT, false)).rejects.toMatchObject({ code: 'DRAFT_EXISTS' });
  await files.save('mine', TEXT, true);
  expect(await readFile(path, 'utf8')).toBe(TEXT);
});

test('finds the file that asks the same, whatever its question is called', async () => {
  const files = await makeFiles();
  const path = await files.save('mine', TEXT, false);
  await files.save('other', TEXT.replace('documents: 4', 'documents: 5'), false);
  await files.save('broken', 'name: [', false);
  const { spec } = await loadExperiment(path);
  expect(await files.find({ ...spec, question: 'Another wording?' })).toBe(path);
  expect(await files.find({ ...spec, name: 'nobody' })).toBeNull();
});
