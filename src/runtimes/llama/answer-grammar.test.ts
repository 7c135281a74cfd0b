import { describe, expect, test } from 'vitest';
import { renderAnswerGrammar } from './answer-grammar.ts';

describe('renderAnswerGrammar', () => {
  test('asks for the keys in their order, without white space', () => {
    const [root] = renderAnswerGrammar({ keys: ['invoiceNumber', 'total'] }).split('\n');
    expect(root).toBe(String.raw`root ::= "{" "\"invoiceNumber\":" value ",\"total\":" value "}"`);
  });

  test('escapes quotes and backslashes of a key for JSON and for the grammar', () => {
    const [root] = renderAnswerGrammar({ keys: ['a"\\'] }).split('\n');
    expect(root).toBe(String.raw`root ::= "{" "\"a\\\"\\\\\":" value "}"`);
  });

  test('is an empty object for a shape without keys', () => {
    expect(renderAnswerGrammar({ keys: [] })).toMatch(/^root ::= "\{" "\}"\n/);
  });
});
