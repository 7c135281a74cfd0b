import type { Language } from '../invoices/locales.ts';

/** One word that was read from a picture. */
export interface OcrWord {
  text: string;
  /** Left, top, right and bottom as fractions of the picture, origin top left. */
  box: [number, number, number, number];
  /** How sure the engine is, 0 to 1. Not a probability. */
  confidence: number;
  /** Which line of the picture the word stands in, from 0, in the order of `text`. */
  line: number;
}

/** What was read from one picture. */
export interface OcrPage {
  /** The words in reading order, lines divided by `\n`, words by one space. */
  text: string;
  words: OcrWord[];
  /** Size of the picture in pixels, after its own note on orientation was followed. */
  width: number;
  height: number;
}

export interface OcrOptions {
  /** Languages that the pictures may be in. Each costs time and errors: name only those that can occur. */
  languages: readonly Language[];
  /** Threads, each with its own engine (about 100 MB). Default 1. */
  workers?: number;
}

/** A pool of engines. `close` ends its threads; a process that forgets it never ends. */
export interface Ocr {
  /**
   * Reads an upright picture: bytes, or the path of a file, in any format that sharp decodes.
   * Throws a usage error when it is no picture and an environment error when the engine fails or was closed.
   */
  recognise(image: Uint8Array | string): Promise<OcrPage>;
  close(): Promise<void>;
}
