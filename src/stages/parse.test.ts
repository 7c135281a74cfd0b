import { describe, expect, test } from 'vitest';
import { closeObject, findObjects } from './find-object.ts';
import { parseAnswer } from './parse.ts';
import { readJson } from './read-json.ts';

describe('readJson', () => {
  test('keeps the digits of numbers and repeated keys, which JSON.parse loses', () => {
    const read = readJson('{"a": 1176.90, "a": -0.50}');
    expect(read).toMatchObject({
      members: [
        ['a', { kind: 'number', text: '1176.90' }],
        ['a', { kind: 'number', text: '-0.50' }],
      ],
    });
  });

  test('accepts what JSON.parse accepts and refuses what it refuses', () => {
    const texts = [
      '{}',
      '[]',
      '{"a":[1,{"b":null}]}',
      '"\\u00e9\\n"',
      ' true ',
      '1e5',
      '01',
      '1.',
      '{a:1}',
      "{'a':1}",
      '{"a":1,}',
      '[1,]',
      '"a\nb"',
      '{"a" 1}',
      '',
      '{} {}',
      '"\\x"',
      'nul',
    ];
    for (const text of texts) {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect([text, readJson(text) !== null]).toEqual([text, valid]);
    }
  });

  test('gives up on nesting without end instead of overflowing the stack', () => {
    expect(readJson('['.repeat(200_000))).toBeNull();
    expect(parseAnswer('{"a":'.repeat(200_000), ['a'], 'length').validity.schemaValid).toBe(false);
  });
});

describe('findObjects', () => {
  test('finds the balanced object, whatever braces its strings hold', () => {
    const text = 'note {x} {"a": "}{", "b": "\\"}"} tail';
    const spans = findObjects(text).map(({ start, end, closed }) => [text.slice(start, end), closed]);
    expect(spans[0]).toEqual(['{x}', true]);
    expect(spans[1]).toEqual(['{"a": "}{", "b": "\\"}"}', true]);
  });
});

describe('closeObject', () => {
  test.each([
    ['{"a":"x","b":"y', '{"a":"x"}', true],
    ['{"a":"x","b":', '{"a":"x"}', true],
    ['{"a":"x","b', '{"a":"x"}', true],
    ['{"a":"x","b"', '{"a":"x"}', true],
    ['{"a":"x",', '{"a":"x"}', false],
    ['{"a":"x"', '{"a":"x"}', false],
    ['{"a":12', '{}', true],
    ['{"a":12,', '{"a":12}', false],
    ['{"a":null,"b":tr', '{"a":null}', true],
    ['{"a":{"b":"x"', '{"a":{"b":"x"}}', false],
    ['{"rows":[{"a":"1"},{"a":"2', '{"rows":[{"a":"1"},{}]}', true],
    ['{"a":"x\\"', '{}', true],
    ['{', '{}', false],
  ])('closes %s behind its last complete value', (cut, text, dropped) => {
    expect(closeObject(cut)).toEqual({ text, dropped });
  });
});

describe('parseAnswer', () => {
  test('keeps numbers as printed text', () => {
    expect(parseAnswer('{"a": 1176.90}', ['a'], 'stop').values).toEqual({ a: { text: '1176.90', kind: 'number' } });
    expect(parseAnswer('{"a": 1,234.56, "b": "x"}', ['a', 'b'], 'stop').values).toEqual({
      a: { text: '1,234.56', kind: 'string' },
      b: { text: 'x', kind: 'string' },
    });
  });

  test('does not touch text inside strings when it quotes numbers', () => {
    const { values } = parseAnswer("{'a': 'total: 1.176,96', b: 1.176,96}", ['a', 'b'], 'stop');
    expect(values).toEqual({
      a: { text: 'total: 1.176,96', kind: 'string' },
      b: { text: '1.176,96', kind: 'string' },
    });
  });

  test('tells an explicit null from a missing key', () => {
    const { values } = parseAnswer('{"a": null}', ['a', 'b'], 'stop');
    expect(values).toEqual({ a: null });
  });

  test('prefers the object with asked keys over one before it', () => {
    const { values, validity } = parseAnswer('{"thought": "hm"} {"a": "x"}', ['a'], 'stop');
    expect(values).toEqual({ a: { text: 'x', kind: 'string' } });
    expect(validity.repairs).toEqual(['text around the JSON removed']);
  });

  test('stays quick on an answer of nothing but braces', () => {
    const started = performance.now();
    parseAnswer('{'.repeat(100_000), ['a'], 'length');
    parseAnswer('{"a":"'.repeat(50_000), ['a'], 'length');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
