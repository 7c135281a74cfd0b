import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { AssayError, EXIT, environmentError } from '../../core/errors.ts';
import { WorkerLost } from '../runtime.ts';
import type { FromWorker, ToWorker, WorkerFailure } from './protocol.ts';
import { countKernelKills } from './kernel-kills.ts';
import { OUT_OF_MEMORY, tellsOfLostDevice } from './out-of-memory.ts';

/** How much of what the worker wrote on stderr is kept to explain its death. */
const TAIL_CHARACTERS = 4_000;

/** How long the rest of stderr is waited for once the worker is gone. */
const DRAIN_MS = 1_000;

export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Longest time without a word from the worker while it was decoding, in milliseconds: loading and counting say nothing about that. */
  readonly longestSilenceMs: number;
  /**
   * Sends a message and waits for its answer. Messages with an id may be under way together; one without stands alone.
   * @throws WorkerLost when the process dies or makes no progress for `deadlineMs`; AssayError as the worker meant it.
   */
  ask(message: ToWorker, deadlineMs: number): Promise<FromWorker>;
  /** Ends the process and waits until it is gone, so that its memory is free again. */
  end(): Promise<void>;
}

interface Question {
  resolve(answer: FromWorker): void;
  reject(error: Error): void;
  deadlineMs: number;
  decodes: boolean;
}

/** Starts a worker process; `env` joins the environment of this one. It dies with its parent and leaves SIGINT to it. */
export function startWorkerProcess(script: string, env: Readonly<Record<string, string>> = {}): WorkerProcess {
  const killsBefore = countKernelKills();
  const child = fork(script, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...env },
    // A group of its own: Ctrl-C in the terminal reaches the parent alone.
    detached: process.platform !== 'win32',
  });
  /** By the id of the message; 0 for one without. */
  const questions = new Map<number, Question>();
  let watchdog: NodeJS.Timeout | undefined;
  let [heardMs, longestSilenceMs] = [0, 0];
  let lost: WorkerLost | null = null;
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-TAIL_CHARACTERS);
  });

  const rewind = (): void => {
    clearTimeout(watchdog);
    heardMs = performance.now();
    if (questions.size === 0) return;
    const deadlineMs = Math.max(...[...questions.values()].map((asked) => asked.deadlineMs));
    watchdog = setTimeout(() => {
      child.kill('SIGKILL');
      lose(new WorkerLost({ code: null, signal: 'SIGKILL' }, false, `no progress for ${Math.round(deadlineMs)} ms`));
    }, deadlineMs);
  };
  const settle = (id: number, act: (asked: Question) => void): void => {
    const asked = questions.get(id);
    questions.delete(id);
    rewind();
    if (asked !== undefined) act(asked);
  };
  const lose = (error: WorkerLost): void => {
    lost ??= error;
    for (const id of questions.keys()) settle(id, (asked) => asked.reject(lost as WorkerLost));
  };

  child.on('message', (message: FromWorker) => {
    if ([...questions.values()].some(({ decodes }) => decodes))
      longestSilenceMs = Math.max(longestSilenceMs, performance.now() - heardMs);
    if (message.type === 'progress') return rewind();
    if (message.type !== 'failed') return settle('id' in message ? message.id : 0, (asked) => asked.resolve(message));
    if (message.failure.kind === 'outOfMemory') {
      child.kill('SIGKILL');
      return lose(new WorkerLost({ code: null, signal: null }, true, message.failure.message));
    }
    settle(message.id ?? 0, (asked) => asked.reject(asError(message.failure)));
  });
  child.on('error', (error) => lose(new WorkerLost({ code: null, signal: null }, false, error.message)));
  // Not 'close': Node never emits it for a child whose channel was disconnected with messages still queued.
  const drained = new Promise<void>((resolve) => {
    if (child.stderr === null) resolve();
    else child.stderr.on('close', () => resolve());
  });
  const gone = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      // The last words on stderr may come after the exit; a grandchild that still holds stderr must not keep us.
      void Promise.race([drained, sleep(DRAIN_MS)]).then(() => {
        lose(new WorkerLost({ code, signal }, looksOutOfMemory({ code, signal, tail, killsBefore }), lastLines(tail)));
        resolve();
      });
    });
  });

  return {
    pid: child.pid,
    get longestSilenceMs() {
      return longestSilenceMs;
    },
    ask(message, deadlineMs) {
      return new Promise((resolve, reject) => {
        if (lost !== null) return reject(lost);
        const id = 'id' in message ? message.id : 0;
        if (questions.has(id)) return reject(new Error(`a worker was asked question ${id} twice`));
        questions.set(id, { resolve, reject, deadlineMs, decodes: message.type === 'generate' });
        rewind();
        deliver(child, message, (error) =>
          lose(new WorkerLost({ code: child.exitCode, signal: child.signalCode }, false, error.message)),
        );
      });
    },
    async end() {
      if (child.pid === undefined) return;
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await gone;
      clearTimeout(timer);
    },
  };
}

function deliver(child: ChildProcess, message: ToWorker, onError: (error: Error) => void): void {
  child.send(message, (error) => {
    // A closed channel is followed by 'close', which knows how the process ended.
    if (error !== null && child.exitCode === null && child.signalCode === null && child.connected) onError(error);
  });
}

interface Death {
  code: number | null;
  signal: NodeJS.Signals | null;
  tail: string;
  killsBefore: number | null;
}

/**
 * The engine aborts (SIGABRT, code 134 in Node's words) when an allocation fails, and the kernel kills when memory is gone.
 * Anybody may send SIGKILL, so the kernel's own count decides, where it keeps one. A lost GPU aborts, too, but says so.
 */
function looksOutOfMemory({ code, signal, tail, killsBefore }: Death): boolean {
  if (signal === 'SIGKILL') return killsBefore === null || countKernelKills() !== killsBefore;
  if (tellsOfLostDevice(tail)) return false;
  return signal === 'SIGABRT' || code === 134 || OUT_OF_MEMORY.test(tail);
}

/** What explains a death: the line that names its cause, which a stack trace may follow, and the last ones. */
function lastLines(tail: string): string {
  const lines = tail.trim().split('\n');
  const cause = lines.findLast((line) => OUT_OF_MEMORY.test(line) || tellsOfLostDevice(line));
  const last = lines.slice(-3);
  const told = cause === undefined || last.includes(cause) ? last : [cause, ...last];
  return told.join(' | ') || 'it left no message';
}

function asError({ kind, code, message, hint, exitCode }: WorkerFailure): Error {
  if (kind === 'bug') return new Error(`${code}: ${message}`);
  if (exitCode === undefined || exitCode === EXIT.environment) return environmentError(code, message, hint);
  return new AssayError({ code, message, exitCode, ...(hint === undefined ? {} : { hint }) });
}
