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

  test('puts the lines behind the keys, as a list of objects with their own keys', () => {
    const [root, lines, row] = renderAnswerGrammar({ keys: ['total'], lines: ['name', 'netAmount'] }).split('\n');
    expect(root).toBe(String.raw`root ::= "{" "\"total\":" value ",\"lines\":" lines "}"`);
    expect(lines).toBe('lines ::= "[" (row ("," row)*)? "]"');
    expect(row).toBe(String.raw`row ::= "{" "\"name\":" value ",\"netAmount\":" value "}"`);
    expect(renderAnswerGrammar({ keys: [], lines: ['name'] })).toContain(
      String.raw`root ::= "{" "\"lines\":" lines "}"`,
    );
  });

  test('is an empty object for a shape without keys', () => {
    expect(renderAnswerGrammar({ keys: [] })).toMatch(/^root ::= "\{" "\}"\n/);
  });
});
