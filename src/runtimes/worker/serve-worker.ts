import { AssayError } from '../../core/errors.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import type { FromWorker, ToWorker, WorkerFailure } from './protocol.ts';

/** Progress is told at most this often: the watchdog needs no more. */
const PROGRESS_EVERY_MS = 250;

/**
 * Makes this process a worker: every message of the parent goes to `handle`, whose return is sent back and whose error
 * is sent as a failure. The process ends with its parent.
 * @param handle may call `tellProgress` as often as it likes while it works.
 */
export function serveWorker(handle: (message: ToWorker, tellProgress: () => void) => Promise<FromWorker>): void {
  let toldMs = 0;
  const tellProgress = (): void => {
    const nowMs = performance.now();
    if (nowMs - toldMs < PROGRESS_EVERY_MS) return;
    toldMs = nowMs;
    send({ type: 'progress' });
  };
  // The terminal sends SIGINT to the whole group: whether work stops is the parent's decision.
  process.on('SIGINT', () => {});
  // A worker without a parent has nobody to answer.
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message: ToWorker) => {
    handle(message, tellProgress).then(send, (error: unknown) => {
      send({ type: 'failed', id: 'id' in message ? message.id : null, failure: describeFailure(error) });
    });
  });
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

function describeFailure(error: unknown): WorkerFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AssayError) {
    const { code, hint, exitCode } = error;
    return { kind: 'environment', code, message, exitCode, ...(hint === undefined ? {} : { hint }) };
  }
  if (isOutOfMemory(error)) return { kind: 'outOfMemory', code: 'OUT_OF_MEMORY', message };
  const stack = error instanceof Error ? error.stack : undefined;
  return { kind: 'bug', code: 'WORKER_BUG', message: stack ?? message };
}
