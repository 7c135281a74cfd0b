import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flip } from '../compare/run-summary.ts';
import { FLIP_KINDS, importantFlips } from './important-flips.ts';
import type { ReportFlips } from './report-model.ts';

const flip = (kind: Flip['kind'], field: string, document: string): Flip => ({
  document,
  field,
  kind,
  printed: null,
  truth: null,
  baseline: null,
  candidate: null,
});

const group = (comparison: string, flips: Flip[]): ReportFlips => ({ comparison, flips, total: flips.length + 5 });

const anyFlips = fc
  .array(fc.tuple(fc.constantFrom(...FLIP_KINDS), fc.constantFrom('iban', 'grossTotal', 'sellerName'), fc.nat(500)))
  .map((flips) => flips.map(([kind, field, document]) => flip(kind, field, `t${document}`)));

describe('importantFlips', () => {
  it('puts lost before gained, and money before ids before names', () => {
    const flips = [
      flip('gained', 'grossTotal', 'a'),
      flip('lost', 'sellerName', 'b'),
      flip('lost', 'iban', 'c'),
      flip('lost', 'lines.2.netAmount', 'd'),
    ];
    const [kept] = importantFlips([group('Q4', flips)], 10);
    expect(kept?.flips.map(({ document }) => document)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('keeps the true total and gives a small comparison its full share', () => {
    const many = Array.from({ length: 100 }, (_, index) => flip('lost', 'iban', `x${index}`));
    const [few, rest] = importantFlips([group('Q8', [flip('lost', 'iban', 'a')]), group('Q2', many)], 20);
    expect([few?.flips.length, rest?.flips.length, rest?.total]).toEqual([1, 19, 105]);
  });

  it('leaves room for gained fields beside many lost ones', () => {
    const lost = Array.from({ length: 100 }, (_, index) => flip('lost', 'iban', `x${index}`));
    const gained = Array.from({ length: 100 }, (_, index) => flip('gained', 'iban', `y${index}`));
    const [kept] = importantFlips([group('Q2', [...gained, ...lost])], 50);
    expect(kept?.flips.filter(({ kind }) => kind === 'lost')).toHaveLength(40);
  });

  it('fills every place that it may, and never more', () => {
    fc.assert(
      fc.property(fc.array(anyFlips, { maxLength: 4 }), fc.nat(60), (lists, limit) => {
        const groups = lists.map((flips, index) => group(`v${index}`, flips));
        const kept = importantFlips(groups, limit).reduce((sum, { flips }) => sum + flips.length, 0);
        expect(kept).toBe(
          Math.min(
            limit,
            lists.reduce((sum, flips) => sum + flips.length, 0),
          ),
        );
      }),
    );
  });
});
