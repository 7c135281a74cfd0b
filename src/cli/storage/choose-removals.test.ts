import { describe, expect, test } from 'vitest';
import { chooseRemovals, type CleanRule } from './choose-removals.ts';
import type { StoredItem } from './stored-item.ts';

const item = (name: string, more: Partial<StoredItem> = {}): StoredItem => ({
  kind: 'run',
  name,
  path: `/${name}`,
  bytes: 1,
  modifiedMs: 1000,
  state: 'free',
  experiment: 'a',
  ...more,
});
const rule: CleanRule = { what: ['runs'], keep: 0, beforeMs: null, force: false };
const removed = (items: StoredItem[], more: Partial<CleanRule> = {}): string[] =>
  chooseRemovals(items, { ...rule, ...more }).remove.map(({ name }) => name);

describe('chooseRemovals', () => {
  test('removes nothing that was not named', () => {
    const made = item('Q8_0', { kind: 'quantization' });
    expect(removed([item('run'), made])).toEqual(['run']);
    expect(removed([item('run'), made], { what: ['quantizations'] })).toEqual(['Q8_0']);
  });

  test('spares an incomplete run unless forced, and one that is being written even then', () => {
    const items = [item('cut', { state: 'incomplete' }), item('live', { state: 'busy' })];
    expect(removed(items)).toEqual([]);
    expect(removed(items, { force: true })).toEqual(['cut']);
    expect(chooseRemovals(items, rule).spared.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('--force'),
      expect.stringContaining('another process'),
    ]);
  });

  test('keeps the newest complete runs of each experiment; incomplete ones do not count', () => {
    const items = [
      item('old', { modifiedMs: 1 }),
      item('new', { modifiedMs: 2 }),
      item('newest-but-cut', { modifiedMs: 3, state: 'incomplete' }),
      item('only', { experiment: 'b' }),
    ];
    expect(removed(items, { keep: 1 })).toEqual(['old']);
    expect(removed(items, { keep: 2 })).toEqual([]);
  });

  test('removes only what is older than asked', () => {
    const items = [item('old', { modifiedMs: 5 }), item('young', { modifiedMs: 15 })];
    expect(removed(items, { beforeMs: 10 })).toEqual(['old']);
  });

  test('spares what the shelf names: a download unless forced, a copy always', () => {
    const items = [
      item('pulled', { kind: 'download', state: 'shelf' }),
      item('copied', { kind: 'copy', state: 'shelf' }),
    ];
    expect(removed(items, { what: ['downloads'] })).toEqual([]);
    expect(removed(items, { what: ['downloads'], force: true })).toEqual(['pulled']);
  });
});
