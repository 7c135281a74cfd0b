import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnswer } from './parse.ts';
import { readTags } from './read-tags.ts';

describe('the notation of Donut', () => {
  test.each([
    ['<s_total>9,90</s_total>', '{"total":"9,90"}'],
    ['<s_a> x y </s_a><s_b></s_b>', '{"a":"x y","b":""}'],
    ['<s_nm>"A" & <B</s_nm>', '{"nm":"\\"A\\" & <B"}'],
    ['<s_total><s_price>5</s_price><s_tax>1</s_tax></s_total><s_nr>7</s_nr>', '{"price":"5","tax":"1","nr":"7"}'],
    [
      '<s_menu><s_nm>Tea</s_nm><s_cnt>2</s_cnt><sep/><s_nm>Cake</s_nm></s_menu>',
      '{"menu":[{"nm":"Tea","cnt":"2"},{"nm":"Cake"}]}',
    ],
    ['<s_tag>a<sep/>b<sep />c</s_tag>', '{"tag":["a","b","c"]}'],
    [
      '<s_menu><s_nm>Tea</s_nm><s_sub><s_nm>Milk</s_nm></s_sub><sep/><s_nm>Ice</s_nm></s_menu>',
      '{"menu":[{"nm":"Tea","nm":"Milk"},{"nm":"Ice"}]}',
    ],
    ['<s_a>1</s_a><sep/><s_b>2</s_b>', '{"a":"1","b":"2"}'],
    ['<s_a>1</s_a><s_a>2</s_a>', '{"a":"1","a":"2"}'],
  ])('%s is %s', (text, json) => {
    expect(readTags(text)).toEqual({ json, repairs: [], cut: false });
  });

  test('one row under the key of a list is a list of one', () => {
    const text = '<s_lines><s_name>Tea</s_name></s_lines>';
    expect(readTags(text, ['lines'])?.json).toBe('{"lines":[{"name":"Tea"}]}');
  });

  test.each([
    ['<s_a>1</s_a><s_b>2', '{"a":"1"}', ['cut-off value dropped'], true],
    ['<s_t><s_a>1</s_a><s_b>2', '{"a":"1"}', ['cut-off value dropped', '<s_t> closed'], true],
    ['<s_m><s_n>x</s_n><sep/><s_n>y', '{"m":[{"n":"x"},""]}', ['cut-off value dropped', '<s_m> closed'], true],
    ['<s_t><s_a>1</s_t>', '{"a":"1"}', ['<s_a> closed'], false],
    ['9,90</s_answer>', '{"answer":"9,90"}', ['<s_answer> opened'], false],
    ['<s_a>1</s_a></s_b>', '{"a":"1"}', ['</s_b> dropped'], false],
    ['<s_t>about<s_a>1</s_a></s_t>', '{"a":"1"}', ['text between the tags removed'], false],
  ])('%s is put right, and every repair is named', (text, json, repairs, cut) => {
    expect(readTags(text)).toEqual({ json, repairs, cut });
  });

  test.each(['{"a":"<s_b>"}', 'plain words', '', '<b>bold</b>'])('%j is not in it', (text) => {
    expect(readTags(text)).toBeNull();
  });

  test('gives up on nesting without end instead of overflowing the stack', () => {
    const read = readTags('<s_a>x<sep/>'.repeat(50_000));
    expect(read?.repairs).toContain('deep nesting removed');
  });

  test('whatever the tags, what is read is a JSON object and nothing throws', () => {
    const piece = fc.constantFrom('<s_a>', '</s_a>', '<s_b>', '</s_b>', '<sep/>', 'x "y"', '<', '>', ' ', '\u0000');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const read = readTags(`<s_a>${pieces.join('')}`, ['a']);
        const value: unknown = JSON.parse(read?.json ?? 'null');
        expect(typeof value === 'object' && value !== null && !Array.isArray(value)).toBe(true);
      }),
    );
  });
});

describe('an answer in tags', () => {
  test('is parsed as its JSON would be, and counts as well-formed', () => {
    const parsed = parseAnswer(
      '<s_invoiceNumber>A-1</s_invoiceNumber><s_grossTotal>9,90</s_grossTotal>',
      ['invoiceNumber', 'grossTotal'],
      'stop',
    );
    expect(parsed.values).toEqual({
      invoiceNumber: { text: 'A-1', kind: 'string' },
      grossTotal: { text: '9,90', kind: 'string' },
    });
    expect(parsed.validity).toMatchObject({ rawJson: true, parsed: true, schemaValid: true, repairs: [] });
  });

  test('gives its lines', () => {
    const text = '<s_lines><s_name>Tea</s_name><sep/><s_name>Cake</s_name></s_lines>';
    const { lines } = parseAnswer(text, [], 'stop', ['name']);
    expect(lines?.map(({ name }) => name?.text)).toEqual(['Tea', 'Cake']);
  });

  test('that breaks off keeps what was whole, and says so', () => {
    const parsed = parseAnswer(
      '<s_invoiceNumber>A-1</s_invoiceNumber><s_grossTotal>9',
      ['invoiceNumber', 'grossTotal'],
      'length',
    );
    expect(Object.keys(parsed.values)).toEqual(['invoiceNumber']);
    expect(parsed.cut).toBe(true);
    expect(parsed.validity).toMatchObject({
      rawJson: false,
      parsed: true,
      truncated: true,
      repairs: ['cut-off value dropped'],
    });
  });
});
