import { expect, test } from 'vitest';
import { Router } from './router.ts';

const router = new Router().get('/runs/:id/documents/:document', ({ params }) => ({ kind: 'json', value: params }));

test('a name takes one part, decoded, and never a slash of the address', () => {
  expect(router.find('GET', '/runs/a%2Fb/documents/..%2F..')?.params).toEqual({ id: 'a/b', document: '../..' });
  expect(router.find('GET', '/runs/a/b/documents/c')).toBeNull();
  expect(router.find('GET', '/runs//documents/c')).toBeNull();
  expect(router.find('GET', '/runs/%E0%A4%A/documents/c')).toBeNull();
  expect(router.find('POST', '/runs/a/documents/c')).toBeNull();
});
