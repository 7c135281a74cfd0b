import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../core/yaml.ts';
import { listDefinitions, loadNativeConfig, loadPrompt } from './definitions.ts';
import { parseNativeConfig } from './native-config.ts';
import { parsePrompt } from './prompt.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the committed prompts', () => {
  // The embedded extractor was trained on exactly these words: another space would measure another model.
  test.each([
    ['verbatim-json', '{document}\n\nfields: {fields}'],
    ['ask-copy', '{document}\n\nCopy these fields as printed: {fields}'],
    ['ask-question', '{document}\n\nWhich values does the invoice show for {fields}?'],
  ])('%s holds the words of the training', async (id, content) => {
    const prompt = await loadPrompt(id, `${root}prompts`);
    expect(prompt).toEqual({ id, version: 1, messages: [{ role: 'user', content }] });
  });

  test('all load', async () => {
    for (const id of await listDefinitions(`${root}prompts`)) {
      expect((await loadPrompt(id, `${root}prompts`)).id).toBe(id);
    }
  });
});

describe('parsePrompt', () => {
  const parse = (content: string, role = 'user') =>
    parsePrompt(
      parseYaml(`id: p\nversion: 1\nmessages:\n  - role: ${role}\n    content: ${JSON.stringify(content)}\n`, 'p.yaml'),
      'p',
    );

  test('lets braces of JSON stand', () => {
    expect(parse('{document} as {"total": null} with {fields}').messages[0]?.content).toContain('{"total": null}');
  });

  test.each([
    ['{document} {feilds}', 'user', 'p.yaml:5:5 messages[0].content holds {feilds}, which nothing fills in'],
    ['{document}', 'user', 'messages hold {fields} 0 times'],
    ['{document} {document} {fields}', 'user', 'messages hold {document} 2 times'],
    ['{document} {fields}', 'system', 'holds {document} in a system message'],
    ['{document} {fields}', 'usr', 'messages[0].role is "usr" (a text); allowed: system, user, assistant'],
  ])('refuses %j as %s', (content, role, message) => {
    expect(() => parse(content, role)).toThrow(
      expect.objectContaining({ code: 'PROMPT_INVALID', message: expect.stringContaining(message) }),
    );
  });

  test('refuses an id that is not the name of the file', () => {
    const source = parseYaml('id: q\nversion: 1\nmessages: [{role: user, content: "{document} {fields}"}]\n', 'p.yaml');
    expect(() => parsePrompt(source, 'p')).toThrow(expect.objectContaining({ hint: 'write `id: p`' }));
  });
});

describe('native configs', () => {
  test('the committed ones load', async () => {
    expect(await loadNativeConfig('cpu', `${root}native-configs`)).toMatchObject({ gpu: false, threads: 'auto' });
  });

  test('an unknown id is refused with the nearest one', async () => {
    await expect(loadNativeConfig('cpus', `${root}native-configs`)).rejects.toMatchObject({
      code: 'DEVICE_UNKNOWN',
      exitCode: 2,
      hint: 'did you mean `cpu`?',
    });
  });

  const device = (more: string) =>
    parseYaml(`id: own\ndescription: d\ngpu: false\nthreads: 2\nmaxWidth: 8\nreserveBytes: 0\n${more}`, 'own.yaml');

  test('flash attention, batch, measuring and mode may be chosen', () => {
    const more =
      'kvCacheType: F16\nflashAttention: false\nbatchTokens: 2048\ncalibrate: false\ndeterminism: throughput\n';
    expect(parseNativeConfig(device(more), 'own')).toMatchObject({
      flashAttention: false,
      batchTokens: 2048,
      calibrate: false,
      determinism: 'throughput',
    });
  });

  test.each([
    ['kvCacheType: Q8_0\nflashAttention: false\n', 'kvCacheType is Q8_0; a quantized cache needs flash attention'],
    ['kvCacheType: F16\nbatchTokens: 8\n', 'batchTokens'],
    ['kvCacheType: F16\ndeterminism: fast\n', 'determinism'],
    ['kvCacheType: F16\nflashAttention: auto\n', 'flashAttention'],
  ])('refuses %j', (more, reason) => {
    expect(() => parseNativeConfig(device(more), 'own')).toThrow(reason);
  });

  test('a number with a unit is refused with its line', () => {
    expect(() => parseNativeConfig(parseYaml('id: cpu\nreserveBytes: 1GB\n', 'cpu.yaml'), 'cpu')).toThrow(/cpu\.yaml:/);
  });
});
