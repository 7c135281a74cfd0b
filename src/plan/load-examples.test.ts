import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Spec } from '../spec/spec.ts';
import { renderPrompt } from '../stages/prompt.ts';
import { loadExamples } from './load-examples.ts';

const prompt = {
  id: 'shown',
  version: 1,
  examples: 2,
  messages: [
    { role: 'system' as const, content: 'Copy.' },
    { role: 'user' as const, content: '{document}\n\nfields: {fields}' },
  ],
};
const run = (seed: number): Spec['run'] => ({ seed, epochs: 1, stop: 'fixed', determinism: 'reproducible' });
const dataset = (split: string, name = 'invoices-v1'): Spec['dataset'] => ({
  name,
  path: null,
  split,
  documents: null,
});
const receipts = fileURLToPath(new URL('../../tasks/receipts', import.meta.url));

describe('loadExamples', () => {
  test('draws documents of the train split by the seed, and shows them as solved before the question', async () => {
    const made = await loadExamples(prompt, { dataset: dataset('test'), run: run(7) });
    expect(made.shown).toHaveLength(2);
    const input = { documentText: 'DOCUMENT', maxTokens: 9, grammar: true, fields: ['invoiceNumber', 'grossTotal'] };
    const { messages } = renderPrompt(made, input);
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
    expect(messages.at(-1)?.content).toBe('DOCUMENT\n\nfields: invoiceNumber, grossTotal');
    const [first] = made.shown ?? [];
    const answer = JSON.parse(messages[2]?.content ?? '') as Record<string, string>;
    expect(Object.keys(answer)).toEqual(['invoiceNumber', 'grossTotal']);
    expect(first?.text).toContain(answer.invoiceNumber);
    const again = await loadExamples(prompt, { dataset: dataset('test'), run: run(7) });
    expect(again).toEqual(made);
    expect((await loadExamples(prompt, { dataset: dataset('test'), run: run(8) })).shown).not.toEqual(made.shown);
  });

  test('reads them from the train split of a task, lines included', async () => {
    const task = { name: 'receipts', version: 2, folder: receipts, digest: '' };
    const own = { name: 'receipts', path: receipts, split: 'test', documents: null };
    const made = await loadExamples(prompt, { dataset: own, task, run: run(7) });
    const input = { documentText: 'D', maxTokens: 9, grammar: true, fields: ['total'], lineFields: ['amount'] };
    const answer = renderPrompt(made, input).messages[2]?.content ?? '';
    expect(answer).toMatch(/^\{"total":"[\d.,]+","lines":\[\{"amount":"[\d.,]+"\}/);
  });

  test.each([
    ['train', 'invoices-v1', 'the split "train" itself is measured'],
    ['test', 'no-such-dataset', 'no-such-dataset has no split "train"'],
  ])('refuses examples for %s of %s', async (split, name, message) => {
    const asked = { dataset: dataset(split, name), run: run(7) };
    await expect(loadExamples(prompt, asked)).rejects.toMatchObject({
      code: 'PROMPT_EXAMPLES',
      message: expect.stringContaining(message),
    });
  });

  test('leaves a prompt without examples as it is', async () => {
    const { examples: _examples, ...plain } = prompt;
    expect(await loadExamples(plain, { dataset: dataset('train'), run: run(7) })).toEqual(plain);
  });
});

test('a reversed prompt asks, and holds the answer to, the fields from the last to the first', () => {
  const input = { documentText: 'D', maxTokens: 9, grammar: true, fields: ['a', 'b'], lineFields: ['x', 'y'] };
  const { messages, shape } = renderPrompt({ ...prompt, order: 'reversed' }, input);
  expect(messages[1]?.content).toBe('D\n\nfields: b, a, lines(x, y)');
  expect(shape).toEqual({ keys: ['b', 'a'], lines: ['x', 'y'] });
});
