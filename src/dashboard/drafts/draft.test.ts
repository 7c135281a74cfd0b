import { describe, expect, test } from 'vitest';
import { checkDraft } from './check-draft.ts';
import { type DraftValues, makeDraft, parseDraftValues } from './draft.ts';

const values: DraftValues = {
  name: 'mine',
  question: 'Which one: "a" or <b>?',
  dataset: 'invoices-v1',
  split: 'test',
  documents: '40',
  model: 'assay-extract',
  quantizations: ['F16', 'Q8_0'],
  prompts: ['verbatim-json'],
  baseline: 'F16',
  decision: 'non-inferiority',
  metric: 'fieldAccuracy',
  margin: '2.5',
  brokenMargin: '2',
  seed: '7',
  epochs: '1',
};
const check = (change: Partial<DraftValues> = {}) =>
  checkDraft(makeDraft({ ...values, ...change }), 'experiments/mine.yaml');

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
    const alone = await check({ quantizations: ['Q8_0'], prompts, baseline: 'ask-copy' });
    expect(alone.facts).toMatchObject({ variants: ['verbatim-json', 'ask-copy'], comparisons: 1 });
    expect((await check({ quantizations: ['F16'] })).facts).toMatchObject({ variants: ['F16'], comparisons: 0 });
  });

  test.each([
    [{ documents: 'many' }, 'dataset.documents', '"many"'],
    [{ margin: '200' }, 'decision.margin', 'less than 1'],
    [{ name: 'Mine!' }, 'name', '"Mine!"'],
    [{ quantizations: ['F16', 'Q8-0'] }, 'variants.quantization[1]', 'Q8-0'],
    [{ seed: '' }, 'run.seed', 'number'],
    [{ question: '' }, 'question', 'at least 1 character'],
  ])('says in the words of the schema what is wrong with %j', async (change, path, words) => {
    const { problem } = await check(change);
    expect(problem?.path).toBe(path);
    expect(problem?.message).toContain(words);
    expect(problem?.line).toBeGreaterThan(0);
  });

  test('cannot be made to write more than values', () => {
    const draft = makeDraft({ ...values, question: 'a\nmodel: other\n- b', name: 'x: [y' });
    expect(draft.match(/^model:/gm)).toHaveLength(1);
    expect(() => parseDraftValues({ ...values, more: 1 })).toThrow(expect.objectContaining({ code: 'DRAFT_VALUES' }));
  });
});
