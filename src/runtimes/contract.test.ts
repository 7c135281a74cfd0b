import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLlamaRuntime } from './llama/llama-runtime.ts';
import { createOnnxRuntime } from './onnx/onnx-runtime.ts';
import type { Generation, GenerationRequest, LoadedModel, LoadRequest, Runtime } from './runtime.ts';
import { createSimulatedRuntime } from './simulated.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const gguf = path('models/assay-extract-f16.gguf');

interface Adapter {
  name: string;
  runtime: Runtime;
  engine: LoadRequest['engine'];
  modelPath: string;
  /** Marks the text in one pass: no budget of tokens cuts its answer off. */
  marks?: true;
}

const adapters: Adapter[] = [
  { name: 'simulated', runtime: createSimulatedRuntime(), engine: 'lockstep', modelPath: 'any.gguf' },
  { name: 'llama, lockstep', runtime: createLlamaRuntime(), engine: 'lockstep', modelPath: gguf },
  { name: 'llama, public', runtime: createLlamaRuntime(), engine: 'public', modelPath: gguf },
  {
    name: 'onnx',
    runtime: createOnnxRuntime(),
    engine: 'lockstep',
    modelPath: path('models/assay-tagger/onnx/model.onnx'),
    marks: true,
  },
];

const KEYS = ['invoice_number', 'issue_date', 'total'];
const WIDTH = 4;

function ask(number: number, more: Partial<GenerationRequest> = {}): GenerationRequest {
  const lines = ['Nordwind Paper GmbH', `Invoice number: INV-${number}`, `Date: 0${1 + (number % 9)}/04/2024`];
  const items = Array.from({ length: number % 4 }, (_, item) => `Toner ${item} 2 ${number}.50`);
  const text = [...lines, ...items, `Total: ${number * 7}.90`, '', `fields: ${KEYS.join(', ')}`].join('\n');
  // Room for the longest values that the grammar allows: whatever the model does, the object closes.
  return { messages: [{ role: 'user', content: text }], maxTokens: 700, shape: { keys: KEYS }, ...more };
}

type Answered = Extract<Generation, { kind: 'generated' }>;

const answered = (generations: Generation[]): Answered[] =>
  generations.map((one) => {
    if (one.kind !== 'generated') throw new Error(`refused: ${one.reason}`);
    return one;
  });

describe.each(adapters)('the contract of a runtime: $name', ({ runtime, engine, modelPath, marks }) => {
  describe('with a model', () => {
    let model: LoadedModel;
    beforeAll(async () => {
      model = await runtime.load({
        modelPath,
        width: WIDTH,
        contextTokens: 1024,
        threads: 1,
        gpu: false,
        kvCacheType: 'F16',
        engine,
      });
    });
    afterAll(() => model[Symbol.asyncDispose]());

    test('describes what was loaded as it was asked', () => {
      expect(model.description).toMatchObject({ width: WIDTH, contextTokens: 1024, device: { kind: 'cpu' } });
      expect(model.description.predictedBytes).toBeGreaterThan(0);
    });

    test('answers every request, in its order, with exactly the keys of the shape', async () => {
      const { generations } = await model.generate([3, 42, 510, 7].map((number) => ask(number)));
      expect(generations).toHaveLength(4);
      for (const { text, finish } of answered(generations)) {
        expect(finish).toBe('stop');
        const answer = JSON.parse(text) as Record<string, unknown>;
        expect(Object.keys(answer)).toEqual(KEYS);
        for (const value of Object.values(answer)) expect(value === null || typeof value === 'string').toBe(true);
        expect(text).toBe(JSON.stringify(answer));
      }
    });

    test('gives as many log-probabilities as tokens, none above 0, and times that fit together', async () => {
      const { generations, wallMs, measuredBytes } = await model.generate([ask(8), ask(9)]);
      for (const one of answered(generations)) {
        expect(one.tokens).toHaveLength(one.outputTokens);
        expect(one.logProbabilities).toHaveLength(one.outputTokens);
        for (const value of one.logProbabilities) expect(value).toBeLessThanOrEqual(0);
        expect(one.firstTokenMs).toBeGreaterThan(0);
        expect(one.firstTokenMs).toBeLessThanOrEqual(one.totalMs);
        expect(one.totalMs).toBeLessThanOrEqual(wallMs);
      }
      expect(measuredBytes).toBeGreaterThan(0);
    });

    test('gives the same tokens and probabilities for the same cohort, whatever ran in between', async () => {
      const cohort = [ask(21), ask(22), ask(23), ask(20)];
      const read = async (): Promise<unknown> =>
        answered((await model.generate(cohort)).generations).map(({ text, tokens, logProbabilities }) => ({
          text,
          tokens,
          logProbabilities,
        }));
      const first = await read();
      await model.generate([ask(999, { maxTokens: 7 }), ask(31), ask(2)]);
      expect(await read()).toEqual(first);
    });

    test('refuses a prompt that leaves no room, and answers the others of its cohort', async () => {
      const long = ask(5, { messages: [{ role: 'user', content: 'Toner 2 17.50\n'.repeat(400) }] });
      const { generations } = await model.generate([ask(5), long, ask(6)]);
      expect(generations.map(({ kind }) => kind)).toEqual(['generated', 'refused', 'generated']);
      expect(generations[1]?.promptTokens).toBeGreaterThan(1024);
    });

    test('stops at maxTokens and says so, where it writes token by token', async () => {
      const [one] = answered((await model.generate([ask(11, { maxTokens: 5 })])).generations);
      if (marks === true) expect(one).toMatchObject({ finish: 'stop' });
      else expect(one).toMatchObject({ finish: 'length', outputTokens: 5 });
    });

    test('counts prompt tokens as it decodes them', async () => {
      const requests = [ask(1), ask(77)];
      const counts = await model.countTokens(requests);
      const { generations } = await model.generate(requests);
      expect(generations.map(({ promptTokens }) => promptTokens)).toEqual(counts);
    });

    test('takes an empty cohort, and refuses one wider than was loaded', async () => {
      expect((await model.generate([])).generations).toEqual([]);
      await expect(model.generate(Array.from({ length: WIDTH + 1 }, (_, number) => ask(number)))).rejects.toThrow(
        RangeError,
      );
    });
  });
});
