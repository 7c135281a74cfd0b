import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { sha256 } from '../../src/core/hash.ts';
import { type PulledModel, type PullOptions, pullModel } from '../../src/models/download/pull-model.ts';
import { makeTinyLlama } from './make-gguf.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** The model that the hub has. */
export const content: Buffer = makeTinyLlama({ layers: 1 });
export const digest: string = sha256(content);
export const TOKEN = 'hf_never_to_be_seen';

/** How the hub answers a request; `count` from 1. */
export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

export interface FakeHub {
  answer: Answer;
  /** What was asked since the test began. */
  seen: { url: string; headers: IncomingMessage['headers'] }[];
  endpoint: string;
  /** A folder of the test's own. */
  folder: string;
  pull(options?: Partial<PullOptions>, reference?: string): Promise<PulledModel>;
  /** Files of unfinished downloads whose name ends so. */
  partsOf(ending: string): string[];
}

/** A hub on this machine, for the tests of one file. */
export function useFakeHub(): FakeHub {
  const server = createServer((request, response) => {
    hub.seen.push({ url: request.url ?? '', headers: request.headers });
    hub.answer(request, response, hub.seen.length);
  });
  const hub: FakeHub = {
    answer: whole,
    seen: [],
    endpoint: '',
    folder: '',
    pull: (options = {}, reference = 'hf:me/tiny-GGUF:tiny-F16.gguf') =>
      pullModel(reference, {
        endpoint: hub.endpoint,
        token: undefined,
        signal: new AbortController().signal,
        onProgress: () => {},
        cache: join(hub.folder, 'cache'),
        shelf: join(hub.folder, 'shelf'),
        registry: join(hub.folder, 'models.json'),
        timing: { pauseMs: 1, attempts: 4, longestPauseMs: 2_000, stallMs: 5_000 },
        ...options,
      }),
    partsOf: (ending) => {
      const partial = join(hub.folder, 'cache', 'pulled', 'partial');
      return existsSync(partial) ? readdirSync(partial).filter((file) => file.endsWith(ending)) : [];
    },
  };
  let folder: ReturnType<typeof makeTemporaryFolder>;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    hub.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    folder = makeTemporaryFolder();
    hub.folder = folder.path;
    partial = join(folder.path, 'cache', 'pulled', 'partial');
    hub.seen = [];
    mkdirSync(join(folder.path, 'shelf'));
  });
  afterEach(() => folder.remove());
  return hub;
}

/** Serves the file with ranges, as a hub does. `until`: the connection breaks after so many bytes of the answer. */
export function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { until = Infinity, body = content } = {},
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const rest = body.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    etag: '"v1"',
    'x-linked-etag': `"${digest}"`,
    'content-length': rest.length,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {}),
  });
  if (rest.length <= until) {
    response.end(rest);
    return;
  }
  response.write(rest.subarray(0, until), () => void destroyOnceArrived(response, start + until));
}

let partial = '';

/** Cuts a connection when the other side has written what was sent: what it has not read yet would be lost with it. */
async function destroyOnceArrived(response: ServerResponse, bytes: number): Promise<void> {
  const arrived = (): boolean =>
    existsSync(partial) &&
    readdirSync(partial).some((name) => name.endsWith('.part') && statSync(join(partial, name)).size >= bytes);
  for (let waits = 0; waits < 200 && !arrived(); waits += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  response.destroy();
}

/** Serves the whole file, or the rest that is asked for. */
export const whole: Answer = (request, response) => serve(request, response);
