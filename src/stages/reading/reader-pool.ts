import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentError } from '../../core/errors.ts';
import { packageRoot } from '../../models/package-root.ts';
import type { DocumentInput } from './document-input.ts';
import { giveWay } from './give-way.ts';
import type { ReadJob, ReadReply } from './read-job.ts';

export interface ToReader {
  id: number;
  job: ReadJob;
}

/** What a reader's watchdog writes before it ends the process. */
export const OVER_MEMORY = 'assay: over the memory limit\n';

/** A document was wanted of readers that were ended. */
class ReadersEnded extends Error {
  constructor() {
    super('the readers of documents were ended');
    this.name = 'ReadersEnded';
  }
}

interface Waiting {
  job: ReadJob;
  resolve(input: DocumentInput): void;
  reject(reason: Error): void;
}

interface Reader {
  child: ChildProcess;
  busy: { id: number; waiting: Waiting; timer: NodeJS.Timeout } | null;
  /** The end of what it wrote to standard error. */
  tail: string;
  /** Set when the parent ended it. */
  overtime: boolean;
}

/**
 * Processes that read documents, each one at a time, started when they are needed. A document that ends its reader, takes
 * too long or takes too much memory is a failed input; the next one gets a new reader. Readers end with this process, and an idle one does not keep
 * it alive.
 */
export class ReaderPool {
  private readonly size: number;
  private readonly readers: Reader[] = [];
  private readonly waiting: Waiting[] = [];
  private lastId = 0;
  private ended = false;

  constructor(size: number) {
    this.size = size;
  }

  read(job: ReadJob): Promise<DocumentInput> {
    if (this.ended) return Promise.reject(new ReadersEnded());
    const script = readerScript();
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      this.next(script);
    });
  }

  /** Ends every reader at once, for good; what is being read or waits for it rejects with `ReadersEnded`. */
  end(): void {
    this.ended = true;
    for (const waiting of this.waiting.splice(0)) waiting.reject(new ReadersEnded());
    for (const reader of this.readers) {
      clearTimeout(reader.busy?.timer);
      reader.busy?.waiting.reject(new ReadersEnded());
      reader.busy = null;
      reader.child.kill('SIGKILL');
    }
  }

  private next(script: string): void {
    const waiting = this.waiting[0];
    if (waiting === undefined) return;
    let reader = this.readers.find(({ busy }) => busy === null);
    if (reader === undefined && this.readers.length < this.size) reader = this.start(script);
    if (reader === undefined) return;
    this.waiting.shift();
    this.give(reader, waiting, script);
  }

  private give(reader: Reader, waiting: Waiting, script: string): void {
    this.lastId += 1;
    const id = this.lastId;
    const { seconds } = waiting.job.load;
    const timer = setTimeout(() => {
      reader.overtime = true;
      reader.child.kill('SIGKILL');
    }, seconds * 1000);
    reader.busy = { id, waiting, timer };
    reader.child.ref();
    reader.child.channel?.ref();
    // A reader that died in the meantime says so by its exit, not here.
    reader.child.send({ id, job: waiting.job } satisfies ToReader, () => undefined);
    this.next(script);
  }

  private start(script: string): Reader {
    const child = fork(script, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: ['--max-old-space-size=2048'],
      // A group of its own: Ctrl-C in the terminal reaches the parent alone.
      detached: process.platform !== 'win32',
    });
    // Models go first, from its first moment on: starting takes longer than reading a short document.
    giveWay(child);
    const reader: Reader = { child, busy: null, tail: '', overtime: false };
    this.readers.push(reader);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      reader.tail = (reader.tail + text).slice(-2000);
    });
    (child.stderr as { unref?: () => void } | null)?.unref?.();
    child.on('message', ({ id, input }: ReadReply) => {
      if (reader.busy?.id === id) this.settle(reader, input, script);
    });
    let gone = false;
    const end = (how: string): void => {
      if (gone) return;
      gone = true;
      this.readers.splice(this.readers.indexOf(reader), 1);
      this.settle(reader, { kind: 'failed', stage: 'load', reason: reasonOf(reader, how) }, script);
    };
    child.on('error', (error) => end(error.message));
    // The last words may come after the exit.
    child.on('exit', (code, signal) => setTimeout(() => end(signal ?? `exit code ${code}`), 20));
    return reader;
  }

  private settle(reader: Reader, input: DocumentInput, script: string): void {
    const { busy } = reader;
    if (busy !== null) {
      clearTimeout(busy.timer);
      reader.busy = null;
      reader.child.unref();
      reader.child.channel?.unref();
      busy.waiting.resolve(input);
    }
    this.next(script);
  }
}

function reasonOf({ busy, tail, overtime }: Reader, how: string): string {
  const { seconds = 0, memoryMb = 0 } = busy?.waiting.job.load ?? {};
  if (overtime) return `takes longer than ${seconds} s to read`;
  const outOfMemory = tail.includes(OVER_MEMORY.trim()) || /heap out of memory|Array buffer allocation/.test(tail);
  if (outOfMemory) return `takes more than ${memoryMb} MB of memory to read`;
  const last = tail.trim().split('\n').at(-1) ?? '';
  return `ended the process that read it (${how}${last === '' ? '' : `: ${last}`})`;
}

/**
 * The compiled entry of a reader. It is plain Node, which cannot read TypeScript: run from the sources, the compiled twin is taken.
 * Throws READER_NOT_BUILT (exit 3) when there is none.
 */
function readerScript(): string {
  const here = fileURLToPath(import.meta.url);
  const folder = dirname(here);
  if (here.endsWith('.js')) return join(folder, 'reader-main.js');
  const root = packageRoot();
  const script = join(root, 'dist', relative(join(root, 'src'), folder), 'reader-main.js');
  if (existsSync(script)) return script;
  const shown = relative(root, script).split(sep).join('/');
  throw environmentError('READER_NOT_BUILT', `The compiled reader ${shown} is missing`, 'Run: npm run build');
}
