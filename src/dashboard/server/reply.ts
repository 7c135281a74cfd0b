import type { ServerResponse } from 'node:http';

/** What a handler answers. */
export type Reply =
  | { kind: 'page'; status?: number; html: string }
  | { kind: 'json'; status?: number; value: unknown }
  | { kind: 'file'; type: string; content: string | Buffer; etag?: string }
  | { kind: 'redirect'; to: string }
  | { kind: 'stream'; begin: (response: ServerResponse) => void };

/** Nothing but this server's own files: no inline script, no inline style, no other host, no frame around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export function sendReply(response: ServerResponse, reply: Reply, ifNoneMatch?: string): void {
  switch (reply.kind) {
    case 'page':
      return send(response, reply.status ?? 200, 'text/html; charset=utf-8', reply.html);
    case 'json':
      return send(response, reply.status ?? 200, 'application/json', JSON.stringify(reply.value));
    case 'redirect':
      response.writeHead(303, { ...HEADERS, location: reply.to });
      response.end();
      return;
    case 'file': {
      const cache = { 'cache-control': 'no-cache', ...(reply.etag !== undefined && { etag: reply.etag }) };
      if (reply.etag !== undefined && reply.etag === ifNoneMatch) {
        response.writeHead(304, { ...HEADERS, ...cache });
        response.end();
        return;
      }
      return send(response, 200, reply.type, reply.content, cache);
    }
    case 'stream':
      response.writeHead(200, {
        ...HEADERS,
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write(': begins\n\n');
      reply.begin(response);
  }
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  content: string | Buffer,
  more: Record<string, string> = { 'cache-control': 'no-store' },
): void {
  response.writeHead(status, {
    ...HEADERS,
    'content-type': type,
    'content-length': Buffer.byteLength(content),
    ...more,
  });
  response.end(content);
}
