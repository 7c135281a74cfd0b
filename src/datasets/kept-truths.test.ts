import { expect, test } from 'vitest';
import type { GroundTruth } from '../invoices/truth.ts';
import { KeptTruths } from './kept-truths.ts';

const truths = Array.from(
  { length: 60 },
  (_, i): GroundTruth => ({
    id: `t1-${i}`,
    split: 'test',
    tier: 'T1',
    layout: 'plain',
    locale: 'pl-PL',
    currency: 'PLN',
    generator: '1',
    fields: {
      sellerName: {
        value: `Łódź ${i} Sp. z o.o.`,
        printed: `Łódź ${i} Sp. z o.o.`,
        state: 'present',
        span: [i, i + 9],
      },
      dueDate: { value: null, state: 'absent' },
    },
  }),
);

test('gives back every truth in the order of the set, whole and packed ones alike', () => {
  for (const most of [0, 20, 1000]) {
    const kept = new KeptTruths(most);
    for (const truth of truths) kept.add(truth);
    expect(kept.ids).toEqual(truths.map(({ id }) => id));
    expect(kept.ids.map((id) => kept.get(id))).toEqual(truths);
    expect([kept.has('t1-59'), kept.has('t1-60'), kept.get('t1-60')]).toEqual([true, false, undefined]);
  }
});
