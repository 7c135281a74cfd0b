import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AssayError, EXIT, environmentError, usageError } from '../../core/errors.ts';
import { guard } from './guard.ts';
import { type Reply, sendReply } from './reply.ts';
import type { Router } from './router.ts';

const HOST = '127.0.0.1';
const LARGEST_BODY = 1 << 20;

export interface ListenOptions {
  router: Router;
  /** 0 takes any free one. */
  port: number;
  token: string;
  /** The page for a mistake, in the look of the others. */
  renderProblem: (status: number, problem: { message: string; hint: string | null }) => string;
}

/** Answers requests on the loopback interface. Errors: exit 3 when the port is taken. */
export async function listen({
  router,
  port,
  token,
  renderProblem,
}: ListenOptions): Promise<{ server: Server; port: number }> {
  let own = port;
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    void answer(request, response).catch(() => response.destroy());
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    const api = url.pathname.startsWith('/api/');
    const refuse = (status: number, message: string, hint: string | null = null): Reply =>
      api
        ? { kind: 'json', status, value: { error: { code: null, message, hint } } }
        : { kind: 'page', status, html: renderProblem(status, { message, hint }) };
    const refused = guard(request, { port: own, token });
    if (refused !== null) return sendReply(response, refuse(refused.status, refused.message));
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    const found = router.find(method, url.pathname);
    if (found === null) return sendReply(response, refuse(404, `There is nothing at ${url.pathname}.`));
    let reply: Reply;
    try {
      const body = method === 'POST' ? await readBody(request) : undefined;
      reply = await found.handler({ params: found.params, query: url.searchParams, body });
    } catch (error) {
      reply = describe(error, api, refuse);
    }
    sendReply(response, reply, request.headers['if-none-match']);
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `${HOST}:${port} cannot be listened on (${cause.code ?? cause.message})`;
      reject(environmentError('SERVE_PORT', message, 'choose another with --port, or 0 for any free one', cause));
    });
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  own = typeof address === 'object' && address !== null ? address.port : port;
  return { server, port: own };
}

function describe(
  error: unknown,
  api: boolean,
  refuse: (status: number, message: string, hint?: string | null) => Reply,
): Reply {
  if (!(error instanceof AssayError))
    return refuse(500, `This is a bug: ${error instanceof Error ? error.message : String(error)}`);
  const { code, message, hint = null, exitCode } = error;
  const status = exitCode === EXIT.usage ? (code.endsWith('_UNKNOWN') ? 404 : 422) : 500;
  return api ? { kind: 'json', status, value: { error: { code, message, hint } } } : refuse(status, message, hint);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw usageError('REQUEST_TOO_LARGE', `a request may carry ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw usageError('REQUEST_NO_JSON', 'what the request carries is not JSON');
  }
}
