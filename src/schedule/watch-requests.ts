import { readRunRequest, type RunRequest, writeRunRequest } from '../records/run-control.ts';

const POLL_MS = 250;

/** What the owner of a run obeys while it runs. */
export interface WatchedRequests extends AsyncDisposable {
  /** Raised by the caller's own signal and by a request to end. */
  signal: AbortSignal;
  /** Resolves at once, or when a pause is over; also when the signal is raised. Called between two batches. */
  pass(): Promise<void>;
  /** Wall time of all pauses so far. */
  pausedMs(): number;
}

export interface WatchOptions {
  signal: AbortSignal;
  now: () => number;
  onPause: (paused: boolean) => void;
}

/**
 * Obeys the requests in the run's folder: a file, since a signal would stop the clock that measures a batch in its middle and
 * is not known on every system. Old requests are dropped first.
 */
export async function watchRequests(folder: string, options: WatchOptions): Promise<WatchedRequests> {
  await writeRunRequest(folder, null);
  const cancel = new AbortController();
  const signal = AbortSignal.any([options.signal, cancel.signal]);
  let request: RunRequest | null = null;
  let waiting: (() => void)[] = [];
  let pausedSinceMs: number | null = null;
  let pausedMs = 0;

  const release = (): void => {
    if (pausedSinceMs !== null) {
      pausedMs += options.now() - pausedSinceMs;
      pausedSinceMs = null;
      options.onPause(false);
    }
    const released = waiting;
    waiting = [];
    for (const go of released) go();
  };
  signal.addEventListener('abort', release, { once: true });
  const look = async (): Promise<void> => {
    request = await readRunRequest(folder);
    if (request === 'cancel') cancel.abort();
    else if (request === null) release();
  };
  const timer = setInterval(() => void look().catch(() => undefined), POLL_MS);
  timer.unref();

  return {
    signal,
    async pass() {
      if (request !== 'pause' || signal.aborted) return;
      if (pausedSinceMs === null) {
        pausedSinceMs = options.now();
        options.onPause(true);
      }
      // The timer alone would let the process end in the middle of a pause.
      timer.ref();
      await new Promise<void>((go) => waiting.push(go));
      if (waiting.length === 0) timer.unref();
    },
    pausedMs: () => pausedMs + (pausedSinceMs === null ? 0 : options.now() - pausedSinceMs),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      signal.removeEventListener('abort', release);
      await writeRunRequest(folder, null);
    },
  };
}
