import type { CohortResult, GenerationRequest, LoadRequest, ModelDescription } from '../runtime.ts';
import { serveWorker } from './serve-worker.ts';

/** A model in memory that answers documents and can do nothing else. */
export interface AnswerSession {
  readonly description: ModelDescription;
  generate(requests: GenerationRequest[], tellProgress: () => void): Promise<CohortResult>;
  countTokens(requests: GenerationRequest[]): number[];
}

/** Makes this process a worker that holds exactly one session. `what` names its models where it is asked for more than it can. */
export function serveSession(open: (request: LoadRequest) => Promise<AnswerSession>, what: string): void {
  let session: AnswerSession | null = null;
  serveWorker(async (message, tellProgress) => {
    if (message.type === 'load') {
      session = await open(message.request);
      return { type: 'ready', description: session.description };
    }
    if (session === null) throw new Error('a worker was asked before its model was loaded');
    if (message.type === 'generate') {
      return { type: 'generated', id: message.id, result: await session.generate(message.requests, tellProgress) };
    }
    if (message.type === 'countTokens') {
      return { type: 'counted', id: message.id, counts: session.countTokens(message.requests) };
    }
    throw new Error(`a worker of ${what} cannot ${message.type}`);
  });
}
