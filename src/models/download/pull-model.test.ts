import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../core/hash.ts';
import { makeTinyLlama } from '../../../tests/support/make-gguf.ts';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { listModels } from '../shelf/registry.ts';
import { type PulledModel, type PullOptions, pullModel } from './pull-model.ts';

const content = makeTinyLlama({ layers: 1 });
const digest = sha256(content);
const TOKEN = 'hf_never_to_be_seen';

/** How the hub answers a request; `count` from 1. */
type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;
let answer: Answer;
let seen: { url: string; headers: IncomingMessage['headers'] }[] = [];
let hub: Server;
let endpoint = '';
let folder: ReturnType<typeof makeTemporaryFolder>;

beforeAll(async () => {
  hub = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers });
    answer(request, response, seen.length);
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
});
afterAll(() => {
  hub.closeAllConnections();
  hub.close();
});
beforeEach(() => {
  seen = [];
  folder = makeTemporaryFolder();
  mkdirSync(join(folder.path, 'shelf'));
});
afterEach(() => folder.remove());

const partsOf = (name: string): string[] =>
  existsSync(join(folder.path, 'cache', 'pulled', 'partial'))
    ? readdirSync(join(folder.path, 'cache', 'pulled', 'partial')).filter((file) => file.endsWith(name))
    : [];

function pull(options: Partial<PullOptions> = {}, reference = 'hf:me/tiny-GGUF:tiny-F16.gguf'): Promise<PulledModel> {
  return pullModel(reference, {
    endpoint,
    token: undefined,
    signal: new AbortController().signal,
    onProgress: () => {},
    cache: join(folder.path, 'cache'),
    shelf: join(folder.path, 'shelf'),
    registry: join(folder.path, 'models.json'),
    timing: { pauseMs: 1, attempts: 4, longestPauseMs: 2_000, stallMs: 5_000 },
    ...options,
  });
}

/** Serves the file with ranges, as a hub does. `until`: the connection breaks after so many bytes of the answer. */
function serve(request: IncomingMessage, response: ServerResponse, { until = Infinity, body = content } = {}): void {
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
  response.write(rest.subarray(0, until), () => setTimeout(() => response.destroy(), 20));
}

const whole: Answer = (request, response) => serve(request, response);

describe('pullModel', () => {
  test('downloads, checks the SHA-256 that the hub gives, and puts the model on the shelf', async () => {
    answer = whole;
    const progress: number[] = [];
    const { model, verified } = await pull({ onProgress: (_file, done) => progress.push(done) });
    expect(seen[0]?.url).toBe('/me/tiny-GGUF/resolve/main/tiny-F16.gguf');
    expect(verified).toBe(true);
    expect(readFileSync(model.path).equals(content)).toBe(true);
    expect(model.path).toBe(join(folder.path, 'cache', 'pulled', digest, 'tiny-F16.gguf'));
    expect(listModels(join(folder.path, 'shelf'), join(folder.path, 'models.json'))).toEqual([
      expect.objectContaining({ id: 'tiny-f16', source: 'hf:me/tiny-GGUF:tiny-F16.gguf' }),
    ]);
    expect(progress.at(-1)).toBe(content.length);
    expect(partsOf('')).toEqual([]);
  });

  test('goes on where a broken connection ended, however often', async () => {
    answer = (request, response) => serve(request, response, { until: Math.ceil(content.length / 6) });
    const { model } = await pull();
    expect(readFileSync(model.path).equals(content)).toBe(true);
    expect(seen.length).toBeGreaterThan(4);
    for (const { headers } of seen.slice(1)) expect(headers).toMatchObject({ 'if-range': '"v1"' });
  });

  test('gives up on a server that never sends a byte, keeps what is here, and a later call resumes it', async () => {
    answer = (request, response, count) =>
      count === 1 ? serve(request, response, { until: 1000 }) : void response.destroy();
    await expect(pull()).rejects.toMatchObject({
      code: 'MODEL_PULL_INTERRUPTED',
      exitCode: 3,
      message: expect.stringContaining('1000 bytes are here') as string,
    });
    expect(partsOf('.part')).toHaveLength(1);
    seen = [];
    answer = whole;
    await pull();
    expect(seen.map(({ headers }) => headers.range)).toEqual(['bytes=1000-']);
  });

  test('starts over when the server knows no ranges', async () => {
    answer = (_request, response, count) => {
      response.writeHead(200, { 'content-length': content.length, etag: '"v1"' });
      if (count > 1) return void response.end(content);
      response.write(content.subarray(0, 5000), () => setTimeout(() => response.destroy(), 20));
    };
    const { model, verified } = await pull();
    expect(readFileSync(model.path).equals(content)).toBe(true);
    expect(verified).toBe(false);
  });

  test('does not glue two versions of a file together', async () => {
    const other = makeTinyLlama({ layers: 1, seed: 2 });
    answer = (request, response, count) => {
      if (count === 1) return serve(request, response, { until: 5000 });
      const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      // A server that ignores If-Range: only the promised digest tells.
      response.writeHead(start > 0 ? 206 : 200, {
        etag: '"v2"',
        'x-linked-etag': `"${sha256(other)}"`,
        'content-length': other.length - start,
        ...(start > 0 ? { 'content-range': `bytes ${start}-${other.length - 1}/${other.length}` } : {}),
      });
      response.end(other.subarray(start));
    };
    const { model } = await pull();
    expect(model.sha256).toBe(sha256(other));
  });

  test('deletes a corrupted download, names both checksums, and the next call starts over', async () => {
    const corrupted = Buffer.from(content);
    corrupted[9000] = (corrupted[9000] ?? 0) ^ 1;
    answer = (request, response) => serve(request, response, { body: corrupted });
    await expect(pull()).rejects.toMatchObject({
      code: 'MODEL_PULL_CHECKSUM',
      exitCode: 3,
      message: expect.stringMatching(new RegExp(`${sha256(corrupted)}.*${digest}`)) as string,
    });
    expect(partsOf('')).toEqual([]);
    answer = whole;
    expect((await pull()).verified).toBe(true);
  });

  test.each([
    [401, undefined, 'MODEL_PULL_REFUSED', 3, 'Set HF_TOKEN'],
    [403, TOKEN, 'MODEL_PULL_REFUSED', 3, 'Accept the licence'],
    [404, undefined, 'MODEL_PULL_NOT_FOUND', 2, 'check owner'],
    [418, undefined, 'MODEL_PULL_FAILED', 3, 'assay models add'],
  ])('says what an answer of %i means, once, and never the token', async (status, token, code, exitCode, hint) => {
    answer = (_request, response) => void response.writeHead(status).end('no');
    const error = await pull({ token }).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ code, exitCode, hint: expect.stringContaining(hint) as string });
    expect(JSON.stringify([error, (error as Error).message])).not.toContain(TOKEN);
    expect(seen).toHaveLength(1);
  });

  test('waits as long as a busy server asks, and no longer than that', async () => {
    const times: number[] = [];
    answer = (request, response, count) => {
      times.push(performance.now());
      if (count === 1) return void response.writeHead(429, { 'retry-after': '1' }).end();
      serve(request, response);
    };
    await pull();
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('does not wait for hours: it says how long the server asks', async () => {
    answer = (_request, response) => void response.writeHead(429, { 'retry-after': '7200' }).end();
    await expect(pull()).rejects.toMatchObject({
      code: 'MODEL_PULL_BUSY',
      exitCode: 3,
      message: expect.stringContaining('7200 s') as string,
    });
    expect(seen).toHaveLength(1);
  });

  test('tries a failing server again, and succeeds', async () => {
    answer = (request, response, count) => (count < 3 ? void response.writeHead(503).end() : serve(request, response));
    expect((await pull()).verified).toBe(true);
  });

  test('follows a redirect to another host without the token, and takes the checksum from the first answer', async () => {
    let heard: IncomingMessage['headers'] = {};
    const store = createServer((request, response) => {
      heard = request.headers;
      response.writeHead(200, { 'content-length': content.length, etag: '"s"' }).end(content);
    });
    await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
    const location = `http://localhost:${(store.address() as AddressInfo).port}/blob?signed=1`;
    answer = (_request, response) => void response.writeHead(302, { location, 'x-linked-etag': `"${digest}"` }).end();
    try {
      const { verified } = await pull({ token: TOKEN });
      expect(verified).toBe(true);
      expect(seen[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
      expect(heard.authorization).toBeUndefined();
    } finally {
      store.closeAllConnections();
      store.close();
    }
  });

  test('ends in an endless redirect with an error, not in an endless loop', async () => {
    answer = (_request, response) => void response.writeHead(302, { location: '/again' }).end();
    await expect(pull()).rejects.toMatchObject({ message: expect.stringContaining('more than 5 redirects') as string });
  });

  test('writes the token nowhere', async () => {
    answer = (request, response) => serve(request, response, { until: 5000 });
    const stop = new AbortController();
    const pulling = pull({
      token: TOKEN,
      signal: stop.signal,
      onProgress: (_file, done) => done > 20_000 && stop.abort(),
    });
    await expect(pulling).rejects.toMatchObject({ name: 'AbortError' });
    const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name)).includes(TOKEN), name).toBe(false);
  });

  test('downloads nothing that is here already', async () => {
    answer = whole;
    await pull();
    seen = [];
    expect(await pull()).toMatchObject({ unchanged: true, verified: true });
    expect(seen).toHaveLength(1);
  });

  test('refuses a taken id before a byte arrives', async () => {
    answer = whole;
    await pull({ id: 'mine' });
    seen = [];
    await expect(pull({ id: 'mine' }, 'hf:me/other:other.gguf')).rejects.toMatchObject({ code: 'MODEL_ID_TAKEN' });
    expect(seen).toHaveLength(0);
  });

  test('keeps a page of HTML off the shelf', async () => {
    answer = (_request, response) => void response.writeHead(200).end('<!doctype html><title>Sign in</title>');
    await expect(pull()).rejects.toMatchObject({ code: 'MODEL_NOT_GGUF', exitCode: 3 });
    expect(existsSync(join(folder.path, 'models.json'))).toBe(false);
  });

  test('brings all parts of a split model', async () => {
    const part = (number: number): Buffer =>
      makeTinyLlama({
        layers: 1,
        seed: number,
        metadata: { 'split.count': { type: 'uint32', value: 2 }, 'split.no': { type: 'uint32', value: number - 1 } },
      });
    answer = (request, response) => {
      const body = part(request.url?.includes('00002-of') === true ? 2 : 1);
      response.writeHead(200, { 'content-length': body.length, 'x-linked-etag': sha256(body) }).end(body);
    };
    const { inspection, model } = await pull({}, 'hf:me/big:sub/big-00001-of-00002.gguf');
    expect(inspection.parts).toBe(2);
    expect(model.id).toBe('big');
    expect(seen.map(({ url }) => url)).toEqual([
      '/me/big/resolve/main/sub/big-00001-of-00002.gguf',
      '/me/big/resolve/main/sub/big-00002-of-00002.gguf',
    ]);
  });

  test.each([
    'hf:me:file.gguf',
    'me/repo:file.gguf',
    'hf:me/repo:../x.gguf',
    'hf:me/repo:a//b.gguf',
    'hf:me/repo:x.bin',
  ])('refuses %s as a reference', async (reference) => {
    await expect(pull({}, reference)).rejects.toMatchObject({ code: 'MODEL_REFERENCE_INVALID', exitCode: 2 });
  });

  test('does not repeat an address that holds a password', async () => {
    const error = await pull({ endpoint: 'https://me:secret@hub.example' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'HF_ENDPOINT_INVALID', exitCode: 2 });
    expect(String(error)).not.toContain('secret');
  });

  test('leaves a part of another file alone', async () => {
    answer = whole;
    mkdirSync(join(folder.path, 'cache', 'pulled', 'partial'), { recursive: true });
    writeFileSync(join(folder.path, 'cache', 'pulled', 'partial', 'other.part'), 'x');
    await pull();
    expect(partsOf('.part')).toEqual(['other.part']);
  });
});
