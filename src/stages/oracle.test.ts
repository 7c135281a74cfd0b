import { describe, expect, test } from 'vitest';
import { generateInvoiceV1, SPLITS_V1 } from '../datasets/synthesis/v1/generate.ts';
import { generateInvoiceV2 } from '../datasets/synthesis/v2/generate.ts';
import { LINE_FIELDS } from '../invoices/fields.ts';
import type { TrueValue } from '../invoices/truth.ts';
import { scoreAnswer } from './score.ts';

const copyRow = (row: Readonly<Record<string, TrueValue>>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(row).map(([field, { printed }]) => [field, printed ?? null]));

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

  test.each(['train', 'dev', 'test'])(
    'gets every field and cell of generator 2, %s, right, in all of its locales',
    (split) => {
      const wrong: unknown[] = [];
      const lineFields = Object.keys(LINE_FIELDS);
      for (let index = 0; index < 120; index += 1) {
        const { text, truth } = generateInvoiceV2(7, split, index);
        const answerText = JSON.stringify({ ...copyRow(truth.fields), lines: truth.lines?.map(copyRow) });
        const fields = Object.keys(truth.fields);
        const score = scoreAnswer({ documentText: text, truth, fields, lineFields, answerText, finish: 'stop' });
        const values = [...score.fields, ...(score.lines?.cells ?? [])];
        if (!score.exact || values.some(({ grounded }) => grounded === false))
          wrong.push([truth.id, score.locale, values]);
      }
      expect(wrong).toEqual([]);
    },
  );
});
