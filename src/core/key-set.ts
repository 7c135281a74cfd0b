import { sha256Half } from './hash.ts';

/** 128 bits. */
const WORDS = 4;
const LEAST_SLOTS = 1024;
/** Beyond so full the searches get long. */
const FULLEST = 0.75;
const EMPTY = 0;
const HELD = 1;
const TAKEN = 2;

/**
 * A set of content keys (32 hexadecimal digits), in 17 bytes a slot that the garbage collector never looks through, where a set of
 * strings takes about 90. Exact for such keys; any other text stands for itself by the first 128 bits of its SHA-256.
 */
export class KeySet {
  private count = 0;
  private words: Uint32Array;
  private states: Uint8Array;
  private readonly key = new Uint32Array(WORDS);

  /** With room for so many from the start; more make it grow. */
  constructor(expected = 0) {
    const slots = Math.max(LEAST_SLOTS, Math.ceil(expected / FULLEST) + 1);
    this.words = new Uint32Array(slots * WORDS);
    this.states = new Uint8Array(slots);
  }

  get size(): number {
    return this.count;
  }

  has(key: string): boolean {
    return this.states[this.slotOf(key)] !== EMPTY;
  }

  /** Whether the key was not held before. */
  add(key: string): boolean {
    const slot = this.slotOf(key);
    if (this.states[slot] !== EMPTY) return false;
    this.put(slot);
    this.count += 1;
    if (this.count > this.states.length * FULLEST) this.grow();
    return true;
  }

  /** Whether the key is held and was not taken before. It stays held. */
  take(key: string): boolean {
    const slot = this.slotOf(key);
    if (this.states[slot] !== HELD) return false;
    this.states[slot] = TAKEN;
    return true;
  }

  /** Where the key is, or the empty slot where it belongs; its words are in `this.key` then. */
  private slotOf(key: string): number {
    readWords(key, this.key);
    return this.find();
  }

  private find(): number {
    const { key, words, states } = this;
    const slots = states.length;
    // Keys are digests: any of their words is as good as a hash.
    let slot = (key[0] as number) % slots;
    while (states[slot] !== EMPTY) {
      const at = slot * WORDS;
      if (words[at] === key[0] && words[at + 1] === key[1] && words[at + 2] === key[2] && words[at + 3] === key[3])
        return slot;
      slot = slot + 1 === slots ? 0 : slot + 1;
    }
    return slot;
  }

  private put(slot: number, state = HELD): void {
    this.words.set(this.key, slot * WORDS);
    this.states[slot] = state;
  }

  private grow(): void {
    const { words, states } = this;
    this.words = new Uint32Array(words.length * 2);
    this.states = new Uint8Array(states.length * 2);
    for (let slot = 0; slot < states.length; slot += 1) {
      const state = states[slot] as number;
      if (state === EMPTY) continue;
      this.key.set(words.subarray(slot * WORDS, (slot + 1) * WORDS));
      this.put(this.find(), state);
    }
  }
}

const DIGITS = WORDS * 8;

/** The digits of a key as numbers. */
function readWords(key: string, into: Uint32Array): void {
  if (key.length !== DIGITS || !readDigits(key, into)) readDigits(sha256Half(`other:${key}`), into);
}

/** `false` for a text with anything but lower-case hexadecimal digits. */
function readDigits(key: string, into: Uint32Array): boolean {
  for (let word = 0; word < WORDS; word += 1) {
    let value = 0;
    for (let at = word * 8; at < word * 8 + 8; at += 1) {
      const code = key.charCodeAt(at);
      const digit = code >= 0x30 && code <= 0x39 ? code - 0x30 : code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
      if (digit < 0) return false;
      value = value * 16 + digit;
    }
    into[word] = value;
  }
  return true;
}
