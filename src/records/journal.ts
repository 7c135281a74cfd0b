import { writeSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { environmentError } from '../core/errors.ts';

/** How late a written line may reach the disk. */
const FSYNC_LATEST_MS = 250;

/**
 * An append-only file of JSON lines. A line counts once `append` resolves: it is then in the file, and on the disk at
 * most 250 ms later. Appends keep their order.
 */
export class Journal implements AsyncDisposable {
  readonly path: string;
  private readonly file: FileHandle;
  private queue: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private dirty = false;
  private failure: unknown;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.file = file;
  }

  /** Opens or creates the journal. A last line without its line break was torn by a crash: it is cut off first. */
  static async open(path: string): Promise<Journal> {
    await cutTornLine(path);
    return new Journal(path, await open(path, 'a'));
  }

  /** Writes the values as one line each, in one write. Errors: exit 3 when the disk is full or the file is gone. */
  append(values: readonly unknown[]): Promise<void> {
    if (values.length === 0) return this.queue;
    const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
    const written = this.queue.then(async () => {
      if (this.failure !== undefined) throw this.failure;
      this.write(Buffer.from(text));
      this.dirty = true;
      this.timer ??= setTimeout(() => void this.sync().catch(() => undefined), FSYNC_LATEST_MS);
    });
    this.queue = written.catch((cause: NodeJS.ErrnoException) => {
      this.failure ??= environmentError(
        'JOURNAL_WRITE',
        `${this.path} cannot be written (${cause.code ?? cause.message})`,
        'free disk space, then run the same command again: it resumes',
        cause,
      );
    });
    return written.catch(() => {
      throw this.failure;
    });
  }

  /** Into the system's cache, which takes microseconds; the way through the thread pool would take ten times as long. */
  private write(bytes: Buffer): void {
    let written = 0;
    while (written < bytes.length) written += writeSync(this.file.fd, bytes, written);
  }

  /** Forces what was appended onto the disk. */
  async sync(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.queue;
    if (!this.dirty) return;
    this.dirty = false;
    await this.file.datasync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.sync();
    } finally {
      await this.file.close();
    }
  }
}

/**
 * The values of a journal in order, one at a time. A torn last line is left out; a broken line in the middle is an
 * environment error that names file and line. A missing file has no lines. `textOf` may leave out what the caller does not need.
 */
export async function* readJournal(path: string, textOf = textOfLine): AsyncGenerator {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.size === 0) return;
  let number = 0;
  for await (const line of wholeLines(path)) {
    number += 1;
    yield parseLine(textOf(line), path, number);
  }
}

function textOfLine(line: Buffer): string {
  return line.toString('utf8');
}

/** So much is read at once. */
const CHUNK_BYTES = 1 << 20;

/**
 * The lines of a file that end with a line break, each valid until the next: cut from large chunks, since a journal is tens of megabytes
 * and is read in fractions of a second.
 */
async function* wholeLines(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let held = 0;
    for (;;) {
      const { bytesRead } = await file.read(chunk, held, chunk.length - held);
      if (bytesRead === 0) return;
      const end = held + bytesRead;
      let start = 0;
      for (let at = chunk.indexOf(0x0a, held); at >= 0 && at < end; at = chunk.indexOf(0x0a, start)) {
        yield chunk.subarray(start, at);
        start = at + 1;
      }
      held = end - start;
      // A line that fills the chunk needs a larger one.
      const next = held > chunk.length / 2 ? Buffer.allocUnsafe(2 * chunk.length) : chunk;
      chunk.copy(next, 0, start, end);
      chunk = next;
    }
  } finally {
    await file.close();
  }
}

function parseLine(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw environmentError(
      'JOURNAL_BROKEN',
      `${path}:${number} is not JSON`,
      'restore the file, or delete the run folder and run again',
    );
  }
}

async function cutTornLine(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.size === 0 || (await endsWithBreak(path, found.size))) return;
  const file = await open(path, 'r+');
  try {
    const chunk = Buffer.alloc(1 << 16);
    let end = found.size;
    while (end > 0) {
      const start = Math.max(0, end - chunk.length);
      const { bytesRead } = await file.read(chunk, 0, end - start, start);
      const at = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
      if (at >= 0) {
        await file.truncate(start + at + 1);
        return;
      }
      end = start;
    }
    await file.truncate(0);
  } finally {
    await file.close();
  }
}

async function endsWithBreak(path: string, size: number): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const last = Buffer.alloc(1);
    await file.read(last, 0, 1, size - 1);
    return last[0] === 0x0a;
  } finally {
    await file.close();
  }
}
