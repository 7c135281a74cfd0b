/** Entry of the worker process of ONNX models: it holds exactly one session. */
import { serveWorker } from '../worker/serve-worker.ts';
import { type OnnxSession, openOnnxSession } from './onnx-session.ts';

let session: OnnxSession | null = null;

serveWorker(async (message, tellProgress) => {
  if (message.type === 'load') {
    session = await openOnnxSession(message.request);
    return { type: 'ready', description: session.description };
  }
  if (session === null) throw new Error('a worker was asked before its model was loaded');
  if (message.type === 'generate') {
    return { type: 'generated', id: message.id, result: await session.generate(message.requests, tellProgress) };
  }
  if (message.type === 'countTokens') {
    return { type: 'counted', id: message.id, counts: session.countTokens(message.requests) };
  }
  throw new Error(`a worker of ONNX models cannot ${message.type}`);
});
