/**
 * Items that are taken from the front and may be given back there, each in constant time: `Array.shift` moves all that are
 * left once there are tens of thousands.
 */
export class Queue<T> {
  /** The next one last. */
  private readonly items: T[];

  constructor(items: readonly T[]) {
    this.items = items.toReversed();
  }

  get length(): number {
    return this.items.length;
  }

  take(): T | undefined {
    return this.items.pop();
  }

  giveBack(item: T): void {
    this.items.push(item);
  }

  /** The first items in order, at most `count` of them; they stay. */
  peek(count: number): T[] {
    return this.items.slice(Math.max(0, this.items.length - count)).reverse();
  }

  clear(): void {
    this.items.length = 0;
  }
}
