import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { sha256 } from '../../src/core/hash.ts';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** Files of a repository on a hub: path to content. */
export type Repository = Map<string, Buffer>;

export function loadRepository(folder: string): Repository {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)]));
}

/** What a hub says of the repository; networks are in large-file storage, as on a real hub. */
export function listingOf(repository: Repository): object {
  return {
    sha: COMMIT,
    siblings: [...repository].map(([rfilename, body]) => ({
      rfilename,
      size: body.length,
      blobId: gitSha1(body),
      ...(isLarge(rfilename) ? { lfs: { sha256: sha256(body), size: body.length, pointerSize: 130 } } : {}),
    })),
  };
}

/**
 * Answers as a hub with one repository: its list, and its files with ranges. `until`: after so many bytes of a
 * network it falls silent: a connection that is cut may lose bytes that the other side has not read yet. */
export function serveRepository(
  request: IncomingMessage,
  response: ServerResponse,
  {
    repository,
    listed = repository,
    until = Infinity,
  }: { repository: Repository; listed?: Repository; until?: number },
): void {
  const url = request.url ?? '';
  if (url.startsWith('/api/models/')) {
    const body = Buffer.from(JSON.stringify(listingOf(listed)));
    response.writeHead(200, { 'content-length': body.length, etag: `W/"${body.length}"` }).end(body);
    return;
  }
  const path = url.split('/').slice(5).join('/');
  const body = repository.get(path);
  if (body === undefined) return void response.writeHead(404).end();
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const promise = listed.get(path) ?? body;
  const headers = {
    etag: `"${gitSha1(promise)}"`,
    ...(isLarge(path) ? { 'x-linked-etag': `"${sha256(promise)}"` } : {}),
  };
  if (start >= body.length && start > 0) {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${body.length}` }).end();
    return;
  }
  const rest = body.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    ...headers,
    'content-length': rest.length,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {}),
  });
  if (!isLarge(path) || rest.length <= until) return void response.end(rest);
  response.write(rest.subarray(0, until));
}

function isLarge(path: string): boolean {
  return /\.(onnx|gguf|data)$/.test(path);
}

function gitSha1(body: Buffer): string {
  return createHash('sha1').update(`blob ${body.length}\0`).update(body).digest('hex');
}
