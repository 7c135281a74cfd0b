import { expect, test } from 'vitest';
import { sha256Half } from './hash.ts';
import { KeySet } from './key-set.ts';

test('a key set holds exactly what a set of texts holds, through every growth', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => sha256Half(`key ${i % 15_000}`));
  for (const set of [new KeySet(), new KeySet(15_000), new KeySet(3)]) {
    const known = new Set<string>();
    for (const key of keys) {
      expect(set.add(key)).toBe(!known.has(key));
      known.add(key);
    }
    expect(set.size).toBe(known.size);
    expect(keys.every((key) => set.has(key))).toBe(true);
    for (let i = 0; i < 1000; i += 1) expect(set.has(sha256Half(`other ${i}`))).toBe(false);
  }
});

test('a key can be taken once, also after the set has grown, and stays held', () => {
  const set = new KeySet();
  const [first, never] = [sha256Half('first'), sha256Half('never')];
  set.add(first);
  expect([set.take(never), set.take(first), set.take(first)]).toEqual([false, true, false]);
  for (let i = 0; i < 5000; i += 1) set.add(sha256Half(`later ${i}`));
  expect([set.take(first), set.has(first), set.add(first)]).toEqual([false, true, false]);
});

test('texts that are no content keys are told apart, those that differ in case or in their last digit too', () => {
  const texts = ['', 'a', 'A', '0'.repeat(32), `${'0'.repeat(31)}1`, 'ab'.repeat(16), 'AB'.repeat(16), 'ab'.repeat(17)];
  const set = new KeySet();
  for (const text of texts) expect(set.add(text)).toBe(true);
  for (const text of texts) expect([set.has(text), set.add(text)]).toEqual([true, false]);
  expect(set.size).toBe(texts.length);
});
