import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anlsCompat, anlsPruned } from './anls.ts';
import { scoreAnls } from './document-anls.ts';
import type { DocumentScore, FieldScore } from './outcome.ts';

const text = fc.option(fc.oneof(fc.constantFrom('', ' ', 'Toner', ' toner', '1.176,96', '1176.96'), fc.string()));
const answers = fc.array(fc.record({ truth: text, printed: fc.oneof(fc.constant(undefined), fc.string()), raw: text }));

test('scores fields without lines as the comparison of whole objects does', () => {
  fc.assert(
    fc.property(answers, (drawn) => {
      const fields = drawn.map(
        ({ truth, printed, raw }, place): FieldScore => ({
          field: `field${place}`,
          outcome: 'FD',
          raw,
          predicted: raw,
          truth,
          grounded: null,
          ...(printed !== undefined && { printed }),
        }),
      );
      const gold = Object.fromEntries(fields.map((each) => [each.field, goldOf(each)]));
      const given = Object.fromEntries(fields.map((each) => [each.field, each.raw]));
      const expected = { compat: anlsCompat(gold, given), pruned: anlsPruned(gold, given) };
      expect(scoreAnls(documentOf(fields))).toEqual(fields.every(sameAsGold) ? { compat: 1, pruned: 1 } : expected);
    }),
    { numRuns: 1000 },
  );
});

test('gives nothing for a document without a usable answer', () => {
  expect(scoreAnls({ ...documentOf([]), failed: 'no JSON' })).toEqual({ compat: 0, pruned: 0 });
});

const goldOf = ({ truth, printed }: FieldScore): string | null => (truth === null ? null : (printed ?? truth));
const sameAsGold = (field: FieldScore): boolean => field.raw === goldOf(field);

function documentOf(fields: FieldScore[]): DocumentScore {
  const validity = { rawJson: true, parsed: true, schemaValid: true, truncated: false, repairs: [] };
  return { fieldAccuracy: 0, exact: false, fields, validity, scorer: '2' };
}
