import { describe, expect, test } from 'vitest';
import { AssayError } from '../core/errors.ts';
import { parseYaml } from '../core/yaml.ts';
import { parseSpec } from './parse-spec.ts';
import { formsOf, PIPELINE_NAMES } from './pipelines.ts';
import type { Spec } from './spec.ts';

const known = {
  models: ['assay-extract'],
  quantizations: ['F16', 'Q8_0', 'Q4_K_M'],
  prompts: ['verbatim-json'],
  datasets: ['invoices-v1'],
  fields: ['grossTotal'],
  lineFields: ['name'],
  devices: ['cpu'],
  pipelines: PIPELINE_NAMES,
};

const head = 'name: a\nquestion: b\ndataset: {name: invoices-v1}\nmodel: assay-extract\nquantization: F16\n';
const parse = (text: string): Spec => parseSpec(parseYaml(`${head}${text}`, 'a.yaml'), known);

function refusal(text: string): { message: string; hint: string | undefined; code: string } {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof AssayError) return { message: error.message, hint: error.hint, code: error.code };
    throw error;
  }
  throw new Error('was not refused');
}

describe('a pipeline in an experiment', () => {
  test('is plain text when nothing is said, and says nothing more then', () => {
    const [variant] = parse('').variants;
    expect(variant).toMatchObject({ pipeline: 'text' });
    expect(variant).not.toHaveProperty('stages');
    expect(formsOf(parse(''))).toEqual([]);
  });

  test.each(PIPELINE_NAMES.filter((name) => name !== 'text'))('can be called %s', (name) => {
    const [variant] = parse(`pipeline: ${name}\n`).variants;
    expect(variant).toMatchObject({ pipeline: name, stages: { chunk: { above: 0.8 } } });
  });

  test('can be a list of stages with options; what is left out keeps its defaults', () => {
    const [variant] = parse('pipeline:\n  - load: {form: pdf, columns: true}\n  - validate\n').variants;
    expect(variant?.pipeline).toMatch(/^load\.validate-[0-9a-f]{4}$/);
    expect(variant?.stages).toMatchObject({
      load: { form: 'pdf', columns: true, mostPages: 50 },
      validate: { arithmetic: true, askAgain: 0 },
      ocr: null,
      vote: null,
    });
  });

  test('is an axis of variants: names, lists and named lists side by side, the baseline by its name', () => {
    const { variants, comparisons } = parse(
      'baseline: {pipeline: text}\nvariants:\n  pipeline:\n    - text\n    - pdf\n    - {name: columns, stages: [load: {form: pdf, columns: true}]}\n    - [{validate: {askAgain: 1}}]\n',
    );
    expect(variants.map(({ id }) => id)).toEqual(['text', 'pdf', 'columns', expect.stringMatching(/^validate-/)]);
    expect(comparisons.map(({ baseline }) => baseline)).toEqual(['text', 'text', 'text']);
    expect(formsOf({ variants })).toEqual(['pdf']);
  });

  test('may have voters: further quantizations of its own model, and other models', () => {
    const [variant] = parse('pipeline: ensemble-vote\n').variants;
    expect(variant?.voters).toEqual([
      { model: 'assay-extract', quantization: 'Q8_0', file: null },
      { model: 'assay-extract', quantization: 'Q4_K_M', file: null },
    ]);
    const [mixed] = parse('pipeline: [vote: {models: [{model: assay-extract, quantization: Q8_0}]}]\n').variants;
    expect(mixed?.voters).toHaveLength(1);
  });

  test.each([
    ['pipeline: pfd\n', 'a.yaml:6:1 pipeline is "pfd"', 'did you mean `pdf`?', 'SPEC_UNKNOWN_PIPELINE'],
    ['pipeline: [lod]\n', 'a.yaml:6:12', 'did you mean `load`?', 'SPEC_INVALID'],
    ['pipeline:\n  - {lod: {form: pdf}}\n', 'lod is not a known key', 'did you mean `load`?', 'SPEC_INVALID'],
    ['pipeline:\n  - load: {from: pdf}\n', 'load.from is not a known key', 'did you mean `form`?', 'SPEC_INVALID'],
    ['pipeline:\n  - load: {form: pfd}\n', 'allowed: text, layout, pdf, scan', 'did you mean `pdf`?', 'SPEC_INVALID'],
    ['pipeline:\n  - validate: {askAgain: 9}\n', 'it must be at most 3', undefined, 'SPEC_INVALID'],
    ['pipeline: [validate, load]\n', 'load, which must stand before validate', 'move `load` up', 'SPEC_PIPELINE'],
    ['pipeline: [validate, validate]\n', 'which stands twice', 'remove one of the two', 'SPEC_PIPELINE'],
    ['pipeline: [{load: {}, ocr: {}}]\n', 'holds 2 stages', undefined, 'SPEC_PIPELINE'],
    ['pipeline: [load: {form: scan}]\n', 'loads pictures, which nothing reads', 'add `- ocr`', 'SPEC_PIPELINE'],
    ['pipeline: [ocr]\n', 'reads pictures, but `load` gives text', undefined, 'SPEC_PIPELINE'],
    ['pipeline: [infer: {pages: true}]\n', 'sees pages, but `load` gives text', 'write `- load', 'SPEC_PIPELINE'],
    ['pipeline: extractive\ngrammar: false\n', 'holds values to the document', 'remove `grammar', 'SPEC_PIPELINE'],
    [
      'pipeline: [load: {form: scan}, infer: {pages: true, extractive: true}]\n',
      'cannot be asked in words: `extractive`',
      'remove `extractive`',
      'SPEC_PIPELINE',
    ],
    ['pipeline: [infer: {task: <s_a>}]\n', 'names a task', 'add `pages: true`', 'SPEC_PIPELINE'],
    [
      'pipeline: [load: {form: scan}, ocr, infer: {pages: true}]\n',
      'reads the text of pages',
      'remove `ocr`',
      'SPEC_PIPELINE',
    ],
    [
      'pipeline: [load: {form: scan}, infer: {pages: true}, validate: {askAgain: 1}]\n',
      'cannot be asked in words: `askAgain`',
      'remove `askAgain`',
      'SPEC_PIPELINE',
    ],
    ['pipeline: [vote]\n', 'has no voters', undefined, 'SPEC_PIPELINE'],
    ['pipeline: [vote: {quantizations: [Q9]}]\n', 'is "Q9", which is no known quantization', undefined, undefined],
    ['pipeline: {name: pdf, stages: [load]}\n', 'which Assay has already', 'another name', 'SPEC_PIPELINE'],
  ])('%j is refused with its place and what would do', (text, message, hint, code) => {
    const refused = refusal(text);
    expect(refused.message).toContain(message);
    expect(refused.message).toContain('a.yaml:');
    if (hint !== undefined) expect(refused.hint).toContain(hint);
    if (code !== undefined) expect(refused.code).toBe(code);
  });
});
