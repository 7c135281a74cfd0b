/** Entry of the worker process: it holds exactly one model, and ends with its parent. */
import { AssayError } from '../../core/errors.ts';
import { type ModelSession, openSession } from './model-session.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { planWidthHere } from './plan-width-here.ts';
import type { FromWorker, ToWorker, WorkerFailure } from './protocol.ts';

/** Progress is told at most this often: the watchdog needs no more. */
const PROGRESS_EVERY_MS = 250;

let session: ModelSession | null = null;
let toldMs = 0;

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

function tellProgress(): void {
  const nowMs = performance.now();
  if (nowMs - toldMs < PROGRESS_EVERY_MS) return;
  toldMs = nowMs;
  send({ type: 'progress' });
}

async function handle(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'load':
      session = await openSession(message.request, tellProgress);
      send({ type: 'ready', description: session.description });
      return;
    case 'plan':
      send({ type: 'planned', plan: await planWidthHere(message.question) });
      return;
    case 'generate': {
      const result = await requireSession().generate(message.requests, tellProgress);
      send({ type: 'generated', id: message.id, result });
      return;
    }
    case 'force':
      send({ type: 'forced', id: message.id, answers: await requireSession().force(message.requests, tellProgress) });
      return;
    case 'bench':
      send({ type: 'benched', id: message.id, times: await requireSession().bench(message.shape, tellProgress) });
      return;
    case 'countTokens':
      send({ type: 'counted', id: message.id, counts: requireSession().countTokens(message.requests) });
      return;
    case 'sharedTokens':
      send({ type: 'shared', id: message.id, tokens: requireSession().sharedTokens(message.requests) });
  }
}

function requireSession(): ModelSession {
  if (session === null) throw new Error('a worker was asked before its model was loaded');
  return session;
}

function describeFailure(error: unknown): WorkerFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(error)) return { kind: 'outOfMemory', code: 'OUT_OF_MEMORY', message };
  if (error instanceof AssayError)
    return {
      kind: 'environment',
      code: error.code,
      message,
      exitCode: error.exitCode,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  const stack = error instanceof Error ? error.stack : undefined;
  return { kind: 'bug', code: 'WORKER_BUG', message: stack ?? message };
}

// The terminal sends SIGINT to the whole group: whether work stops is the parent's decision.
process.on('SIGINT', () => {});
// A worker without a parent has nobody to answer.
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToWorker) => {
  handle(message).catch((error: unknown) => {
    send({ type: 'failed', id: 'id' in message ? message.id : null, failure: describeFailure(error) });
  });
});
