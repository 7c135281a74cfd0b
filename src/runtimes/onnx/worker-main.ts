/** Entry of the worker process of ONNX models: it holds exactly one session, and ends with its parent. */
import { AssayError } from '../../core/errors.ts';
import { isOutOfMemory } from '../llama/out-of-memory.ts';
import type { FromWorker, ToWorker, WorkerFailure } from '../llama/protocol.ts';
import { type OnnxSession, openOnnxSession } from './onnx-session.ts';

/** Progress is told at most this often: the watchdog needs no more. */
const PROGRESS_EVERY_MS = 250;

let session: OnnxSession | null = null;
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
  if (message.type === 'load') {
    session = await openOnnxSession(message.request);
    return send({ type: 'ready', description: session.description });
  }
  if (session === null) throw new Error('a worker was asked before its model was loaded');
  if (message.type === 'generate') {
    const result = await session.generate(message.requests, tellProgress);
    return send({ type: 'generated', id: message.id, result });
  }
  if (message.type === 'countTokens') {
    return send({ type: 'counted', id: message.id, counts: session.countTokens(message.requests) });
  }
  throw new Error(`a worker of ONNX models cannot ${message.type}`);
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

// The terminal sends SIGINT to the whole group: whether work stops is the parent's decision.
process.on('SIGINT', () => {});
// A worker without a parent has nobody to answer.
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToWorker) => {
  handle(message).catch((error: unknown) => {
    send({ type: 'failed', id: 'id' in message ? message.id : null, failure: describeFailure(error) });
  });
});
