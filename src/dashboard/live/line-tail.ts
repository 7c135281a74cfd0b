import { open, stat } from 'node:fs/promises';

/** A large journal is read in few steps: each of them waits for its turn. */
const CHUNK_BYTES = 4 << 20;
const BREAK = 0x0a;

/** Where a line stands in its file, in bytes; without its line break. */
export interface LinePlace {
  at: number;
  length: number;
}

/**
 * Reads a growing file of lines bit by bit. A last line without its break is not there yet: it is read once it is whole, so
 * that a writer at work or a crash in the middle of a line changes nothing.
 */
export class LineTail {
  readonly path: string;
  /** Bytes that were read: the end of the last whole line. */
  private position = 0;
  private inode = 0;
  private waiting: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Hands every line that is new since the last call to `take`, in order; the bytes are only valid during the call. Resolves to
   * `restarted` when the file is another one or shorter than it was: everything is then handed over again, after `reset`.
   */
  read(take: (line: Buffer, place: LinePlace) => void, reset: () => void): Promise<void> {
    const next = this.waiting.then(() => this.readNow(take, reset));
    this.waiting = next.catch(() => undefined);
    return next;
  }

  private async readNow(take: (line: Buffer, place: LinePlace) => void, reset: () => void): Promise<void> {
    const found = await stat(this.path).catch(() => undefined);
    const another = found === undefined || found.ino !== this.inode || found.size < this.position;
    if (another && this.position > 0) reset();
    if (another) this.position = 0;
    if (found === undefined) return;
    this.inode = found.ino;
    if (found.size === this.position) return;
    const file = await open(this.path, 'r');
    try {
      let held = Buffer.alloc(0);
      for (let from = this.position; ; ) {
        const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
        const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, from);
        if (bytesRead === 0) break;
        from += bytesRead;
        const bytes =
          held.length === 0 ? chunk.subarray(0, bytesRead) : Buffer.concat([held, chunk.subarray(0, bytesRead)]);
        let start = 0;
        for (let end = bytes.indexOf(BREAK, start); end >= 0; end = bytes.indexOf(BREAK, start)) {
          take(bytes.subarray(start, end), { at: this.position, length: end - start });
          this.position += end + 1 - start;
          start = end + 1;
        }
        held = bytes.subarray(start);
      }
    } finally {
      await file.close();
    }
  }
}

/** The text of one line. */
export async function readLineAt(path: string, { at, length }: LinePlace): Promise<string> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, at);
    return bytes.toString('utf8');
  } finally {
    await file.close();
  }
}
