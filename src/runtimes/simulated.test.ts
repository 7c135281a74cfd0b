import { describe, expect, test } from 'vitest';
import { type GenerationRequest, type LoadRequest, WorkerLost } from './runtime.ts';
import { createSimulatedRuntime } from './simulated.ts';
import { findPrinted } from './simulated-extractor.ts';

const load: LoadRequest = {
  modelPath: 'f16.gguf',
  width: 8,
  contextTokens: 512,
  threads: 1,
  gpu: false,
  kvCacheType: 'F16',
  engine: 'lockstep',
};
const ask = (number: number): GenerationRequest => ({
  messages: [{ role: 'user', content: `Seller: Acme\nInvoice No.: INV-${number}\nTotal: ${number}.00 EUR` }],
  maxTokens: 200,
  shape: { keys: ['invoiceNumber', 'grossTotal', 'dueDate'] },
});
const truth = (number: number): string =>
  JSON.stringify({ invoiceNumber: `INV-${number}`, grossTotal: `${number}.00 EUR`, dueDate: null });
const cohort = Array.from({ length: 8 }, (_, index) => ask(index + 100));

async function readTexts(errorRate: number, seed = 1): Promise<string[]> {
  await using model = await createSimulatedRuntime({ seed, errorRate: () => errorRate }).load(load);
  return (await model.generate(cohort)).generations.map((one) => (one.kind === 'generated' ? one.text : ''));
}

describe('the simulated runtime', () => {
  test('reads every value from the prompt when it makes no errors', async () => {
    expect(await readTexts(0)).toEqual(cohort.map((_, index) => truth(index + 100)));
  });

  test('spoils every value when it errs always, and a share of them in between', async () => {
    const wrong = (texts: string[]): number =>
      texts.flatMap((text, index) => {
        const right = Object.entries(JSON.parse(truth(index + 100)) as object);
        const found = JSON.parse(text) as Record<string, unknown>;
        return right.filter(([key, value]) => found[key] !== value);
      }).length;
    expect(wrong(await readTexts(1))).toBe(24);
    expect(wrong(await readTexts(0.5))).toBeGreaterThan(4);
    expect(wrong(await readTexts(0.5))).toBeLessThan(20);
  });

  test('errs the same way for the same seed, and another way for another', async () => {
    expect(await readTexts(0.5)).toEqual(await readTexts(0.5));
    expect(await readTexts(0.5)).not.toEqual(await readTexts(0.5, 2));
  });

  test.each([
    ['die', false],
    ['hang', false],
    ['outOfMemory', true],
  ] as const)('can %s at the n-th cohort, and a new model then does the work', async (kind, outOfMemory) => {
    const runtime = createSimulatedRuntime({ faults: [{ cohort: 2, kind }], progressDeadlineMs: 5 });
    const model = await runtime.load(load);
    await model.generate(cohort);
    await expect(model.generate(cohort)).rejects.toMatchObject({ name: 'WorkerLost', outOfMemory });
    await expect(model.generate(cohort)).rejects.toBeInstanceOf(WorkerLost);
    expect((await (await runtime.load(load)).generate(cohort)).generations).toHaveLength(8);
  });
});

test('gives the lines of a table under the last key, where they are asked for', async () => {
  const content = 'Seller: Acme\nItem  Qty  Price  Sum\nToner  2  494.52  989.04\nPaper A4  10  pcs  1.50  15.00';
  const shape = { keys: ['sellerName'], lines: ['name', 'quantity', 'vatRate'] };
  const request: GenerationRequest = { messages: [{ role: 'user', content }], maxTokens: 400, shape };
  await using model = await createSimulatedRuntime({ errorRate: () => 0 }).load(load);
  const [generation] = (await model.generate([request])).generations;
  const text = generation?.kind === 'generated' ? generation.text : '';
  expect(text).toBe(
    '{"sellerName":"Acme","lines":[{"name":"Toner","quantity":"2","vatRate":null},{"name":"Paper A4","quantity":"10","vatRate":null}]}',
  );
});

describe('findPrinted', () => {
  test.each([
    ['Invoice number: A-1', 'invoiceNumber', 'A-1'],
    ['INVOICE NO. 77', 'invoiceNumber', '77'],
    ['  Due date:\t1 May 2024 ', 'dueDate', '1 May 2024'],
    ['Total due next week', 'netTotal', null],
    ['Invoice number:', 'invoiceNumber', null],
  ])('finds in %j for %s: %j', (text, key, value) => {
    expect(findPrinted(text, key)).toBe(value);
  });
});
