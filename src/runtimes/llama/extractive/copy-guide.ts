import { MAX_VALUE_CHARACTERS } from '../answer-grammar.ts';
import type { SourcePlaces } from './source-places.ts';

/** The bytes that a token adds to an answer; `null` where it adds none that an answer may hold, as control tokens. */
export type TokenBytes = (token: number) => Uint8Array | null;

type Mode = 'between' | 'key' | 'key-escape' | 'value' | 'value-escape';

/** Where an answer stands, byte by byte. */
interface Standing {
  mode: Mode;
  /** Whether the last byte between strings was a colon, so that the next string is a value. */
  afterColon: boolean;
  /** Places of the document that the value so far may be copied from; `null` before its first character. */
  places: readonly number[] | null;
  /** Characters of the value so far. */
  characters: number;
}

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
/** What the letter of an escape stands for. `\u` is refused: what it stands for can be written as it is. */
const ESCAPED: ReadonlyMap<number, number> = new Map(
  Array.from('"\\/bfnrt', (letter, i) => [letter.charCodeAt(0), '"\\/\b\f\n\r\t'.charCodeAt(i)]),
);

/**
 * Holds every value of an answer to what stands in the document: each string after a colon must be a run of whole words of it. Keys and `null`
 * are the grammar's business. A value as long as the grammar lets it become may end anywhere.
 */
export class CopyGuide {
  private readonly source: SourcePlaces;
  private readonly bytesOf: TokenBytes;
  private standing: Standing = { mode: 'between', afterColon: false, places: null, characters: 0 };

  constructor(source: SourcePlaces, bytesOf: TokenBytes) {
    this.source = source;
    this.bytesOf = bytesOf;
  }

  /** Whether the answer may go on with this token. */
  allows(token: number): boolean {
    return this.after(token) !== null;
  }

  /** Moves on by a token that is allowed. */
  accept(token: number): void {
    const next = this.after(token);
    if (next === null) throw new Error(`token ${token} is not copied from the document`);
    this.standing = next;
  }

  private after(token: number): Standing | null {
    const bytes = this.bytesOf(token);
    if (bytes === null) return this.standing.mode === 'between' ? this.standing : null;
    let next: Standing | null = this.standing;
    for (const byte of bytes) {
      next = this.step(next, byte);
      if (next === null) return null;
    }
    return next;
  }

  private step(from: Standing, byte: number): Standing | null {
    switch (from.mode) {
      case 'between':
        if (byte !== QUOTE) return { ...from, afterColon: byte === COLON };
        if (!from.afterColon) return { ...from, mode: 'key' };
        return this.source.isEmpty ? null : { ...from, mode: 'value', places: null, characters: 0 };
      case 'key':
        if (byte === BACKSLASH) return { ...from, mode: 'key-escape' };
        return byte === QUOTE ? { ...from, mode: 'between', afterColon: false } : from;
      case 'key-escape':
        return { ...from, mode: 'key' };
      case 'value':
        // No way may be begun that does not lead on.
        if (byte === BACKSLASH) return this.mayEscape(from) ? { ...from, mode: 'value-escape' } : null;
        if (byte === QUOTE) return this.mayEnd(from) ? { ...from, mode: 'between', afterColon: false } : null;
        return this.copy(from, byte);
      case 'value-escape': {
        const meant = ESCAPED.get(byte);
        return meant === undefined ? null : this.copy(from, meant);
      }
    }
  }

  private mayEscape({ places }: Standing): boolean {
    return [...ESCAPED.values()].some((byte) => this.source.follow(places, byte).length > 0);
  }

  private copy(from: Standing, byte: number): Standing | null {
    const places = this.source.follow(from.places, byte);
    if (places.length === 0) return null;
    return { ...from, mode: 'value', places, characters: from.characters + (isFirstByte(byte) ? 1 : 0) };
  }

  private mayEnd({ places, characters }: Standing): boolean {
    if (places === null) return false;
    return characters >= MAX_VALUE_CHARACTERS || this.source.mayEnd(places);
  }
}

/** Bytes of a character after its first are 10xxxxxx in UTF-8. */
function isFirstByte(byte: number): boolean {
  return (byte & 0xc0) !== 0x80;
}
