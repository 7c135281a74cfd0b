import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTinyLlama } from '../../../tests/support/make-gguf.ts';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { checkDraft } from './check-draft.ts';
import { type DraftRow, type DraftValues, makeDraft, parseDraftValues } from './draft.ts';

const values: DraftValues = {
  name: 'mine',
  question: 'Which one: "a" or <b>?',
  dataset: 'invoices-v1',
  path: '',
  split: 'test',
  documents: '40',
  shape: 'sweep',
  models: ['assay-extract'],
  quantizations: ['F16', 'Q8_0'],
  prompts: ['verbatim-json'],
  pipelines: ['text'],
  variants: [],
  baseline: 'quantization=F16',
  decision: 'non-inferiority',
  metric: 'fieldAccuracy',
  margin: '2.5',
  brokenMargin: '2',
  seed: '7',
  epochs: '1',
  stop: 'fixed',
  determinism: 'reproducible',
};
const row = (change: Partial<DraftRow>): DraftRow => ({
  name: '',
  model: 'assay-extract',
  quantization: '',
  prompt: '',
  pipeline: '',
  ...change,
});
const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const check = (change: Partial<DraftValues> = {}) =>
  checkDraft(makeDraft({ ...values, ...change }), join(folder.path, 'mine.yaml'));

describe('the form', () => {
  test('makes an experiment that holds', async () => {
    expect(await check()).toEqual({
      problem: null,
      facts: { name: 'mine', variants: ['F16', 'Q8_0'], documents: 40, trials: 80, comparisons: 1 },
    });
  });

  test('sweeps prompts too, and leaves out what is empty', async () => {
    const prompts = ['verbatim-json', 'ask-copy'];
    const { facts } = await check({ prompts, documents: '', split: 'dev' });
    expect(facts?.variants).toHaveLength(4);
    const alone = await check({ quantizations: ['Q8_0'], prompts, baseline: 'prompt=ask-copy' });
    expect(alone.facts).toMatchObject({ variants: ['verbatim-json', 'ask-copy'], comparisons: 1 });
    expect((await check({ quantizations: ['F16'] })).facts).toMatchObject({ variants: ['F16'], comparisons: 0 });
  });

  test('sweeps models and pipelines, with a stopping rule, a metric and a determinism of one’s own', async () => {
    const draft = { ...values, models: ['assay-extract', 'assay-extract-2'], pipelines: ['text', 'layout'] };
    const { facts } = await check({ ...draft, baseline: 'model=assay-extract' });
    expect(facts).toMatchObject({ trials: 8 * 40, comparisons: 4 });
    expect(makeDraft({ ...values, stop: 'anytime', determinism: 'throughput', metric: 'documentExact' })).toMatch(
      /metric: documentExact[\s\S]*stop: anytime\n\s+determinism: throughput/,
    );
  });

  test('lists variants of different models, prompts and pipelines, files of one’s own among them', async () => {
    writeFileSync(join(folder.path, 'mine-Q8_0.gguf'), makeTinyLlama({ layers: 1 }));
    const variants = [
      row({ name: 'base', quantization: 'F16' }),
      row({ name: 'other', model: 'assay-extract-2', quantization: 'Q8_0', prompt: 'ask-copy', pipeline: 'layout' }),
      row({ name: 'own', model: './mine-Q8_0.gguf' }),
    ];
    const { problem, facts } = await check({ shape: 'list', variants, baseline: 'base' });
    expect(problem).toBeNull();
    expect(facts).toMatchObject({ variants: ['base', 'other', 'own'], comparisons: 2 });
    expect(makeDraft({ ...values, shape: 'list', variants, baseline: 'base' })).toContain('file: ./mine-Q8_0.gguf');
  });

  test.each([
    [{ documents: 'many' }, 'dataset.documents', '"many"'],
    [{ path: 'nowhere' }, 'dataset.path', 'nowhere'],
    [{ margin: '200' }, 'decision.margin', 'less than 1'],
    [{ name: 'Mine!' }, 'name', '"Mine!"'],
    [{ quantizations: ['F16', 'Q8-0'] }, 'variants.quantization[1]', 'Q8-0'],
    [{ pipelines: ['text', 'texts'] }, 'variants.pipeline[1]', 'texts'],
    [{ baseline: '' }, 'variants', 'no baseline'],
    [{ stop: 'never' }, 'run.stop', 'anytime'],
    [{ seed: '' }, 'run.seed', 'number'],
    [{ question: '' }, 'question', 'at least 1 character'],
    [{ shape: 'list' as const, variants: [row({ name: 'a b' })] }, 'variants[0].name', 'a b'],
  ])('says in the words of the schema what is wrong with %j', async (change, path, words) => {
    const { problem } = await check(change);
    expect(problem?.path).toBe(path);
    expect(problem?.message).toContain(words);
    expect(problem?.line).toBeGreaterThan(0);
  });

  test('names the file as the reader sees it, wherever the paths in it are looked up', async () => {
    const draft = makeDraft({ ...values, path: 'nowhere' });
    const { problem } = await checkDraft(draft, join(folder.path, 'mine.yaml'), 'experiments/mine.yaml');
    expect(problem?.message).toMatch(/^experiments\/mine\.yaml:\d+:\d+ dataset\.path/);
    expect(problem).toMatchObject({ path: 'dataset.path', line: expect.any(Number) });
  });

  test('cannot be made to write more than values', () => {
    const draft = makeDraft({ ...values, question: 'a\nmodel: other\n- b', name: 'x: [y' });
    expect(draft.match(/^model:/gm)).toHaveLength(1);
    expect(() => parseDraftValues({ ...values, more: 1 })).toThrow(expect.objectContaining({ code: 'DRAFT_VALUES' }));
  });
});
