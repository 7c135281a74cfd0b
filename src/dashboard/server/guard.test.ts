import { describe, expect, test } from 'vitest';
import { guard } from './guard.ts';

const token = 'a'.repeat(48);
const pass = (method: string, headers: Record<string, string>) =>
  guard({ method, headers: { host: '127.0.0.1:7171', ...headers } }, { port: 7171, token })?.status ?? 200;
const own = { origin: 'http://127.0.0.1:7171', 'x-assay-token': token };

describe('the guard', () => {
  test('lets a browser on this machine look', () => {
    expect(pass('GET', {})).toBe(200);
    expect(pass('GET', { host: 'localhost:7171' })).toBe(200);
    expect(pass('GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200);
  });

  test.each(['evil.example:7171', '127.0.0.1', '127.0.0.1:80', 'localhost:7171.evil.example', ''])(
    'answers to no other name: %j (DNS rebinding)',
    (host) => {
      expect(pass('GET', { host })).toBe(421);
      expect(pass('POST', { ...own, host })).toBe(421);
    },
  );

  test.each(['http://evil.example', 'http://127.0.0.1:7172', 'https://127.0.0.1:7171', 'null'])(
    'refuses what a page of %s sends, token or not',
    (origin) => {
      expect(pass('GET', { origin })).toBe(403);
      expect(pass('POST', { ...own, origin })).toBe(403);
    },
  );

  test('refuses what another site embeds', () => {
    expect(pass('GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
  });

  test('lets nothing change without the token', () => {
    expect(pass('POST', own)).toBe(200);
    expect(pass('POST', { origin: own.origin })).toBe(403);
    expect(pass('POST', { ...own, 'x-assay-token': token.slice(1) })).toBe(403);
    expect(pass('POST', { ...own, 'x-assay-token': `b${token.slice(1)}` })).toBe(403);
  });

  test('knows no other methods', () => {
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH']) expect(pass(method, own)).toBe(405);
  });
});
