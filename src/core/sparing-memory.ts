import { setFlagsFromString } from 'node:v8';

/** Settings of the engine that hold while something runs; they change when memory is collected, and no result. */
class CollectionFlags {
  private within = 0;
  private readonly flags: readonly string[];
  private readonly usual: readonly string[];

  constructor(flags: readonly string[], usual: readonly string[]) {
    this.flags = flags;
    this.usual = usual;
  }

  get hold(): boolean {
    return this.within > 0;
  }

  async during<Result>(run: () => Promise<Result>): Promise<Result> {
    if (!this.hold) for (const flag of this.flags) setFlagsFromString(flag);
    this.within += 1;
    try {
      return await run();
    } finally {
      this.within -= 1;
      if (!this.hold) for (const flag of this.usual) setFlagsFromString(flag);
    }
  }
}

/** Old objects are collected once they are a third more; the space of new ones stays as large as it is. */
const sparing = new CollectionFlags(
  ['--optimize-for-size', '--semi-space-growth-factor=1'],
  ['--no-optimize-for-size', '--semi-space-growth-factor=2'],
);

/** The heap grows by three fifths between collections; 0 leaves it to the engine, which lets it grow to four times what is in use. */
const steady = new CollectionFlags(['--heap-growing-percent=60'], ['--heap-growing-percent=0']);

/** Whether something runs that is to take as little memory as it can, and may take longer for it. */
export function isSparing(): boolean {
  return sparing.hold;
}

/**
 * Runs something with the engine told to collect early. Without, a process that reads its way through a large file lets its heap grow to
 * several times what is in use.
 */
export async function sparingMemory<Result>(run: () => Promise<Result>): Promise<Result> {
  return await sparing.during(run);
}

/** Runs something long with a heap that grows slowly: milder than {@link sparingMemory}, for work whose speed counts too. */
export async function steadyMemory<Result>(run: () => Promise<Result>): Promise<Result> {
  return await steady.during(run);
}
