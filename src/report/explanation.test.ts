import { expect, test } from 'vitest';
import type { FieldScore } from '../scoring/outcome.ts';
import { type Explanation, renderExplanation } from './explanation.ts';

const misread: FieldScore = {
  field: 'invoiceNumber',
  outcome: 'FD',
  raw: 'RE-1',
  predicted: 'RE-1',
  truth: 'RE-7',
  grounded: true,
};

function shown(field: FieldScore, stageMs?: Explanation['answers'][number]['stageMs']): string {
  const validity = { rawJson: true, parsed: true, schemaValid: true, truncated: false, repairs: [] };
  const score = {
    fieldAccuracy: 0,
    exact: false,
    fields: [field],
    validity,
    scorer: '3',
    locale: 'de-DE , dmy inferred',
  };
  const answers = [{ variant: 'scan', epoch: 0, output: '{}', failure: null, score, ...(stageMs && { stageMs }) }];
  const types = { invoiceNumber: 'id' } as Explanation['types'];
  const explanation = { runId: 'r', document: 'd', axes: {}, text: null, spans: [], types, answers };
  return renderExplanation(explanation, { width: 100, paint: (_, text) => text });
}

test('says of a value that was misread that it stands in the text that was read and not in the clean one', () => {
  const text = shown({ ...misread, groundedClean: false });
  expect(text).toContain('stands in the text that was read, stands nowhere in the clean text');
});

test('says of a value of a plain text whether it stands there', () => {
  expect(shown(misread)).toMatch(/grounded +stands in the text\n/);
  expect(shown({ ...misread, grounded: false })).toMatch(/grounded +stands nowhere in the text\n/);
});

test('says how long the document was in each stage, in their order', () => {
  expect(shown(misread, { score: 0.0712, load: 31.26, infer: 812.4 })).toContain(
    '  milliseconds: load 31.3, infer 812, score 0.071\n',
  );
  expect(shown(misread)).not.toContain('milliseconds');
});
