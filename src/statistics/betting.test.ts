import { expect, test } from 'vitest';
import { anytimeLowerBound, Bet } from './betting.ts';
import { Race } from './race.ts';

function observe(race: Race, candidate: string, differences: readonly number[]): void {
  for (const difference of differences) race.observe(candidate, { difference, broke: difference <= -0.5 });
}

const rule = { margin: 0.02, brokenMargin: 0.02, alpha: 0.05 };
const same = Array.from({ length: 600 }, () => 0);

test('gains on documents without a loss and never goes bankrupt on the worst', () => {
  const bet = Bet.onSafe({ margin: 0.02 });
  for (const d of same.slice(0, 200)) bet.observe(d);
  expect(bet.evidence).toBeGreaterThan(20);
  for (let i = 0; i < 50; i += 1) bet.observe(-1);
  expect(bet.evidence).toBeGreaterThan(0);
  expect(bet.evidence).toBeLessThan(0.01);
  expect(bet.highest).toBeGreaterThan(20);
});

test('stakes what it had learned before the document, never after it', () => {
  const capital = (last: number): number => {
    const bet = Bet.onSafe({ margin: 0.1, cap: 0.5 });
    for (const d of [0, 0.05, last]) bet.observe(d);
    return bet.evidence;
  };
  // Linear in the last document: the stake cannot depend on it.
  expect(capital(0.3) - capital(0)).toBeCloseTo(capital(0) - capital(-0.3), 12);
});

test('refuses margins, caps and differences that make no sense', () => {
  expect(() => Bet.onSafe({ margin: 0 })).toThrow('margin is 0');
  expect(() => Bet.onWorse({ margin: 0.1, cap: 0.95 })).toThrow('cap is 0.95');
  expect(() => Bet.onSafe({ margin: 0.1 }).observe(Number.NaN)).toThrow('NaN');
});

test('bounds the mean from below, the closer the more documents agree', () => {
  expect(anytimeLowerBound(same.slice(0, 100), 0.05)).toBeLessThan(-0.02);
  expect(anytimeLowerBound(same, 0.05)).toBeGreaterThan(-0.02);
  expect(anytimeLowerBound([-1, -1, -1], 0.05)).toBe(-1);
});

test('stops an equal candidate as SAFE and a harmful one as WORSE, each alone', () => {
  const race = new Race({ ...rule, candidates: ['equal', 'harmful'] });
  observe(race, 'equal', same);
  observe(
    race,
    'harmful',
    Array.from({ length: 600 }, (_, i) => (i % 4 === 0 ? -0.3 : 0)),
  );
  expect(race.decisionOf('equal')).toMatchObject({ verdict: 'SAFE', threshold: 40 });
  expect(race.decisionOf('equal').documents).toBeLessThan(260);
  expect(race.decisionOf('harmful').verdict).toBe('WORSE');
  expect(race.open).toEqual([]);
});

test('keeps a candidate open before the first look, and takes no document after its decision', () => {
  const race = new Race({ ...rule, candidates: ['broken'] });
  observe(
    race,
    'broken',
    Array.from({ length: 29 }, () => -1),
  );
  expect(race.open).toEqual(['broken']);
  observe(race, 'broken', [-1, -1, -1]);
  expect(race.decisionOf('broken')).toMatchObject({ verdict: 'WORSE', documents: 30 });
  expect(() => race.decisionOf('nobody')).toThrow('no candidate nobody');
});
