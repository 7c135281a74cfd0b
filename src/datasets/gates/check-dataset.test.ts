import { describe, expect, test } from 'vitest';
import { generateInvoiceV2 } from '../synthesis/v2/generate.ts';
import { checkDataset } from './check-dataset.ts';
import type { CheckedDocument, GateResult } from './gate.ts';

function makeDocuments(): CheckedDocument[] {
  return ['train', 'test'].flatMap((split) =>
    Array.from({ length: 6 }, (_, index) => {
      const synthetic = generateInvoiceV2(21, `${split}-t2`, index);
      return { text: synthetic.text, truth: structuredClone(synthetic.truth), synthetic };
    }),
  );
}

async function check(documents: CheckedDocument[], pdfs = 0): Promise<Record<string, GateResult>> {
  async function* stream(): AsyncGenerator<CheckedDocument> {
    yield* documents;
  }
  const { gates } = await checkDataset({ documents: stream(), pdfs, regenerate: null, ocr: null });
  return Object.fromEntries(gates.map((gate) => [gate.gate, gate]));
}

/** The first document, changed. */
async function checkChanged(change: (document: CheckedDocument) => void): Promise<Record<string, GateResult>> {
  const documents = makeDocuments();
  change(documents[0] as CheckedDocument);
  return check(documents);
}

describe('checkDataset', () => {
  test('passes what the generator makes, and says what it could not check', async () => {
    const gates = await check(makeDocuments(), 3);
    const results = Object.fromEntries(Object.entries(gates).map(([name, { result }]) => [name, result]));
    expect(results).toEqual({
      schema: 'pass',
      arithmetic: 'pass',
      text: 'pass',
      reading: 'pass',
      'layout text': 'pass',
      pdf: 'pass',
      regeneration: 'skipped',
      ocr: 'skipped',
      'split leakage': 'pass',
      duplicates: 'pass',
    });
    expect(gates.regeneration?.notes).toHaveLength(1);
  });

  test('sees a value that is not at its span', async () => {
    const gates = await checkChanged((document) => {
      document.text = `x${document.text}`;
    });
    expect(gates.text?.result).toBe('fail');
    expect(gates.text?.failed).toBeGreaterThan(5);
  });

  test('sees a print that reads as another value', async () => {
    const gates = await checkChanged(({ truth }) => {
      const { grossTotal } = truth.fields;
      if (grossTotal !== undefined) grossTotal.value = '0.07';
    });
    expect([gates.reading?.result, gates.reading?.failed]).toEqual(['fail', 1]);
  });

  test('sees sums that do not add up in a truth without a ledger', async () => {
    const gates = await checkChanged((document) => {
      document.synthetic = null;
      const [entry] = document.truth.vatBreakdown ?? [];
      if (entry !== undefined) entry.tax = '123456.78';
    });
    expect(gates.arithmetic?.result).toBe('fail');
  });

  test('sees a text that stands there twice, and a layout in two splits', async () => {
    const documents = makeDocuments();
    const [first, second] = documents;
    const last = documents.at(-1);
    if (first === undefined || second === undefined || last === undefined) throw new Error('there are documents');
    second.text = first.text;
    last.truth.layout = first.truth.layout;
    const gates = await check(documents);
    expect(gates.duplicates?.result).toBe('fail');
    expect(gates['split leakage']?.notes[0]).toMatch(/^layout .* is in train and in test$/);
  });

  test('sees a truth that breaks the schema', async () => {
    const gates = await checkChanged(({ truth }) => {
      truth.fields.dueDate = { value: 'soon', state: 'absent' };
    });
    expect(gates.schema?.result).toBe('fail');
  });
});
