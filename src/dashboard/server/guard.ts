import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request that is not answered: why, for people. */
export interface Refused {
  status: 403 | 405 | 421;
  message: string;
}

/** Names by which a browser on this machine may call the server. */
const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Lets a request pass or says why not. Every request must name this server itself, so that a foreign name that was bound to
 * this address (DNS rebinding) reaches nothing; one that comes from a page must come from a page of this server; one that
 * changes anything must carry the token, in a header that no other page can set.
 */
export function guard(
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  { port, token }: { port: number; token: string },
): Refused | null {
  const { headers, method = 'GET' } = request;
  const own = new Set(OWN_NAMES.map((name) => `${name}:${port}`));
  if (!own.has(headers.host ?? ''))
    return { status: 421, message: `This server is ${OWN_NAMES[0]}:${port} and answers to no other name.` };
  const { origin } = headers;
  if (origin !== undefined && !own.has(origin.replace(/^http:\/\//, '')))
    return { status: 403, message: 'Requests from pages of other servers are refused.' };
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate')
    return { status: 403, message: 'Requests from pages of other servers are refused.' };
  if (method === 'GET' || method === 'HEAD') return null;
  if (method !== 'POST') return { status: 405, message: `${method} is not known here.` };
  if (!sameToken(headers['x-assay-token'], token))
    return { status: 403, message: 'Open the address that `assay serve` printed: it carries the token for changes.' };
  return null;
}

function sameToken(given: string | string[] | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
