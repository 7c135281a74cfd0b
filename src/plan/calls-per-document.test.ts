import { expect, test } from 'vitest';
import { PIPELINES } from '../spec/pipelines.ts';
import { callsPerDocument } from './calls-per-document.ts';

test.each([
  ['text', 1, 1],
  ['one-field-per-call', 1, 15],
  ['reason-then-extract', 1, 2],
  // The second ask comes only where the first answer does not hold.
  ['extract-verify-repair', 1, 1],
  ['ensemble-vote', 3, 3],
])('a document takes under %s with %i models at least %i answers', (name, models, calls) => {
  expect(callsPerDocument({ stages: PIPELINES[name], fields: 14, lines: true, models })).toBe(calls);
});

test('fields are counted in groups, and lines are a group of their own', () => {
  const stages = { ...PIPELINES.text!, prompt: { fieldsPerCall: 4 } };
  expect(callsPerDocument({ stages, fields: 14, lines: false, models: 2 })).toBe(8);
  expect(callsPerDocument({ stages, fields: 14, lines: true, models: 2 })).toBe(10);
  expect(callsPerDocument({ fields: 14, lines: true, models: 1 })).toBe(1);
});
