import { describe, expect, test } from 'vitest';
import { generateInvoiceV1, SPLITS_V1 } from '../datasets/synthesis/v1/generate.ts';
import { scoreAnswer } from './score.ts';

describe('an extractor that copies everything as printed', () => {
  test.each(SPLITS_V1)(
    'gets every field of invoices-v1 %s right, by a notation inferred from the text alone',
    (split) => {
      const wrong: unknown[] = [];
      for (let index = 0; index < 200; index += 1) {
        const { text, truth } = generateInvoiceV1(7, split, index);
        const printed = Object.entries(truth.fields).map(([field, { printed }]) => [field, printed ?? null]);
        const answerText = JSON.stringify(Object.fromEntries(printed));
        const fields = Object.keys(truth.fields);
        const score = scoreAnswer({ documentText: text, truth, fields, answerText, finish: 'stop' });
        const ungrounded = score.fields.filter(({ grounded }) => grounded === false);
        if (!score.exact || ungrounded.length > 0) wrong.push([truth.id, score.locale, score.fields]);
      }
      expect(wrong).toEqual([]);
    },
  );
});
