import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadYaml, parseYaml } from './yaml.ts';

describe('parseYaml', () => {
  test('knows where keys and list items stand, in block and in flow style', () => {
    const source = parseYaml('a:\n  b: {c: 1, d: [x, y]}\n  "e f":\n    - 1\n    - g: 2\n', 'f.yaml');
    expect(source.value).toEqual({ a: { b: { c: 1, d: ['x', 'y'] }, 'e f': [1, { g: 2 }] } });
    expect(source.locate(['a'])).toEqual({ line: 1, column: 1 });
    expect(source.locate(['a', 'b', 'd'])).toEqual({ line: 2, column: 13 });
    expect(source.locate(['a', 'b', 'd', 1])).toEqual({ line: 2, column: 20 });
    expect(source.locate(['a', 'e f', 1, 'g'])).toEqual({ line: 5, column: 7 });
  });

  test('gives the nearest ancestor for a path that is not there', () => {
    const source = parseYaml('a:\n  b: 1\n', 'f.yaml');
    expect(source.locate(['a', 'zz', 'y'])).toEqual({ line: 1, column: 1 });
    expect(source.locate(['zz'])).toEqual({ line: 1, column: 1 });
    expect(parseYaml('', 'f.yaml').locate(['a'])).toEqual({ line: 1, column: 1 });
  });

  test('knows where a key stands in a file that begins with a byte order mark or has Windows line ends', () => {
    expect(parseYaml('\uFEFFa: 1\r\nb: 2\r\n', 'f.yaml').locate(['b']).line).toBe(2);
  });

  test.each([
    ['a: 1\nb: 2\na: 3\n', 'YAML_DUPLICATE_KEY', 'f.yaml:3:1 `a` stands twice in one map'],
    ['a: [1, 2\nb: 3\n', 'YAML_SYNTAX', 'f.yaml:2:'],
    ['a:\n\tb: 1\n', 'YAML_SYNTAX', 'f.yaml:2:1 a tab is used to indent'],
    ['a: b: c\n', 'YAML_SYNTAX', 'f.yaml:1:4 a second `:` in one line'],
    ['a: "x\n', 'YAML_SYNTAX', 'closing quote'],
    ['a: *nowhere\n', 'YAML_ALIAS', 'f.yaml'],
    ['a: !secret x\n', 'YAML_SYNTAX', 'f.yaml:1:4 a `!tag` is not known here'],
    ['a: 1\n---\nb: 2\n', 'YAML_SYNTAX', 'a second document begins'],
  ])('refuses %j with its place and the reason', (text, code, message) => {
    expect(() => parseYaml(text, 'f.yaml')).toThrow(
      expect.objectContaining({
        code,
        exitCode: 2,
        message: expect.stringContaining(message),
        hint: expect.any(String),
      }),
    );
  });

  test('refuses aliases that multiply without end', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `a${i}: &a${i} [${Array(9)
          .fill(i === 0 ? 'x' : `*a${i - 1}`)
          .join(', ')}]`,
    );
    expect(() => parseYaml(levels.join('\n'), 'f.yaml')).toThrow(expect.objectContaining({ code: 'YAML_ALIAS' }));
  });
});

describe('loadYaml', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-yaml-'));
    await writeFile(join(folder, 'quantization.yaml'), 'name: x\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('reads a file', async () => {
    expect((await loadYaml(join(folder, 'quantization.yaml'))).value).toEqual({ name: 'x' });
  });

  test('names the nearest file of the folder when one is missing', async () => {
    await expect(loadYaml(join(folder, 'quantisation.yaml'))).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      exitCode: 2,
      hint: 'did you mean `quantization.yaml`?',
    });
  });

  test('refuses a folder', async () => {
    await expect(loadYaml(folder)).rejects.toMatchObject({ code: 'YAML_NOT_A_FILE', exitCode: 2 });
  });
});
