import { continuesWord } from '../../../core/word-edge.ts';

/** The bytes of JSON's own white space; `\n` in an answer stands for one, too. */
const SPACES: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20]);

/**
 * A document as UTF-8, with the places where a value may begin and end: whole words and whole numbers only, as grounding
 * looks them up. A space in a value stands for any run of white space in the document.
 */
export class SourcePlaces {
  private readonly bytes: Uint8Array;
  private readonly startsByByte = new Map<number, number[]>();
  /** By place: 1 where a value may end before it. */
  private readonly ends: Uint8Array;
  /** By place within a run of white space: where the run ends; 0 elsewhere. */
  private readonly spaceEnds: Uint32Array;

  constructor(document: string) {
    // A value that ran into the white space at the end could neither go on nor end.
    const text = document.trimEnd();
    this.bytes = new TextEncoder().encode(text);
    this.ends = new Uint8Array(this.bytes.length + 1);
    this.spaceEnds = new Uint32Array(this.bytes.length + 1);
    let place = 0;
    let spaces: number[] = [];
    for (let at = 0; at < text.length; ) {
      const letter = String.fromCodePoint(text.codePointAt(at) as number);
      const [first, after, end] = [place, at + letter.length, place + Buffer.byteLength(letter)];
      if (/\s/u.test(letter)) spaces.push(first);
      else {
        for (const space of spaces) this.spaceEnds[space] = first;
        spaces = [];
        const [head, tail] = [text[at] as string, text[after - 1] as string];
        if (!continuesWord(text, at - 1, head, -1)) this.addStart(first);
        if (!continuesWord(text, after, tail, 1)) this.ends[end] = 1;
      }
      [at, place] = [after, end];
    }
  }

  /** Whether any value can be copied at all. */
  get isEmpty(): boolean {
    return this.startsByByte.size === 0;
  }

  /** The places after `byte`: from `places`, or from wherever a value may begin when `null`. None when it cannot be copied. */
  follow(places: readonly number[] | null, byte: number): readonly number[] {
    if (places === null) return (this.startsByByte.get(byte) ?? []).map((place) => place + 1);
    const found: number[] = [];
    for (const place of places) {
      const isSame = this.bytes[place] === byte;
      if (isSame) found.push(place + 1);
      const spaceEnd = this.spaceEnds[place] as number;
      if (spaceEnd > 0 && SPACES.has(byte) && !(isSame && spaceEnd === place + 1)) found.push(spaceEnd);
    }
    return found;
  }

  /** Whether a value that was copied up to one of these places may end there. */
  mayEnd(places: readonly number[]): boolean {
    return places.some((place) => this.ends[place] === 1);
  }

  private addStart(place: number): void {
    const byte = this.bytes[place] as number;
    const known = this.startsByByte.get(byte);
    if (known === undefined) this.startsByByte.set(byte, [place]);
    else known.push(place);
  }
}
