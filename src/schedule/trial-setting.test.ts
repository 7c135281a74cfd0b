import { expect, test } from 'vitest';
import { PIPELINES } from '../spec/pipelines.ts';
import type { PreparedRun, PreparedVariant } from './prepare-run.ts';
import { firstRequest } from './trial-setting.ts';

const run = { fields: ['grossTotal'] } as unknown as PreparedRun;
const shapeOf = (pipeline: string, grammar = true): unknown => {
  const prompt = { id: 'own', version: 1, messages: [{ role: 'user', content: '{document} {fields}' }] };
  const spec = { sampling: { maxTokens: 9 }, grammar, stages: PIPELINES[pipeline] };
  return firstRequest(run, { prompt, spec } as unknown as PreparedVariant, 'Total 9,90').shape;
};

test('the pipeline that holds values to the document says so in the shape of its answers, and no other does', () => {
  expect(shapeOf('extractive')).toEqual({ keys: ['grossTotal'], extractive: true });
  expect(shapeOf('text')).toEqual({ keys: ['grossTotal'] });
  expect(shapeOf('text', false)).toBeNull();
});
