import { expect, test } from 'vitest';
import { Queue } from './queue.ts';

test('takes from the front, where what is given back stands first again', () => {
  const queue = new Queue([1, 2, 3]);
  expect([queue.take(), queue.take()]).toEqual([1, 2]);
  queue.giveBack(2);
  expect(queue.peek(9)).toEqual([2, 3]);
  expect([queue.take(), queue.take(), queue.take()]).toEqual([2, 3, undefined]);
});

test('shows the next items without taking them, leaves the list it was made of alone and forgets all at once', () => {
  const list = ['a', 'b', 'c'];
  const queue = new Queue(list);
  expect([queue.peek(0), queue.peek(2)]).toEqual([[], ['a', 'b']]);
  queue.clear();
  expect([queue.length, queue.take(), list]).toEqual([0, undefined, ['a', 'b', 'c']]);
});
