/**
 * xoshiro128** with state filled by splitmix32 (Blackman and Vigna, "Scrambled linear pseudorandom number generators",
 * 2021). 32-bit integers only, so the same seed gives the same digits on every machine.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  private constructor(a: number, b: number, c: number, d: number) {
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    this.d = d | 0;
  }

  /** The generator with this raw state of four 32-bit words (not all zero). */
  static fromState(a: number, b: number, c: number, d: number): Random {
    return new Random(a, b, c, d);
  }

  /** A stream of its own for (seed, name): adding a stream never moves the draws of another. */
  static stream(seed: number, ...name: (string | number)[]): Random {
    let state = digestName(seed, name);
    const next = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      return mix(state);
    };
    return new Random(next(), next(), next(), next() | 1);
  }

  /** Uniform in [0, 2^32). */
  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.b, 5), 7), 9);
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = rotateLeft(this.d, 11);
    return result >>> 0;
  }

  /** Uniform in [0, 1) with 32 bits. */
  real(): number {
    return this.uint32() / 4294967296;
  }

  /** Uniform integer in [low, high], both included; high - low < 2^32. Rejection keeps it unbiased. */
  integer(low: number, high: number): number {
    const range = high - low + 1;
    let draw = this.uint32();
    // The exact limit is a slow division, and only the last few draws can lie above it.
    if (draw >= 4294967296 - range) {
      const limit = 4294967296 - (4294967296 % range);
      while (draw >= limit) draw = this.uint32();
    }
    return low + (draw % range);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.real() < probability;
  }

  /** One item of a non-empty list. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length - 1)] as T;
  }

  /** A shuffled copy (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i -= 1) {
      const j = this.integer(0, i);
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  }
}

function rotateLeft(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

/** The state in which the stream of a name begins. */
function digestName(seed: number, name: readonly (string | number)[]): number {
  let state = mix(seed >>> 0);
  for (const part of name) {
    const text = String(part);
    for (let i = 0; i < text.length; i += 1) state = mix((state ^ text.charCodeAt(i)) >>> 0);
    state = mix((state + 0x9e3779b9) >>> 0);
  }
  return state;
}

/** The finaliser of splitmix32. */
function mix(value: number): number {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
