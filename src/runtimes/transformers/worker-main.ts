/** Entry of the worker process of image-to-text models: it holds exactly one. */
import { serveWorker } from '../worker/serve-worker.ts';
import { openPictureSession, type PictureSession } from './picture-session.ts';

let session: PictureSession | null = null;

serveWorker(async (message, tellProgress) => {
  if (message.type === 'load') {
    session = await openPictureSession(message.request);
    return { type: 'ready', description: session.description };
  }
  if (session === null) throw new Error('a worker was asked before its model was loaded');
  if (message.type === 'generate') {
    return { type: 'generated', id: message.id, result: await session.generate(message.requests, tellProgress) };
  }
  if (message.type === 'countTokens') {
    return { type: 'counted', id: message.id, counts: session.countTokens(message.requests) };
  }
  throw new Error(`a worker of image-to-text models cannot ${message.type}`);
});
