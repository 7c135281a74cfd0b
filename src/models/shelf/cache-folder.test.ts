import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { cacheFolder } from './cache-folder.ts';

describe('cacheFolder', () => {
  const root = packageRoot();

  test('is the one of ASSAY_CACHE, if that is set', () => {
    expect(cacheFolder({ ASSAY_CACHE: '/elsewhere/cache' }, root)).toBe('/elsewhere/cache');
  });

  test('is in the package, if that can be written', () => {
    expect(cacheFolder({}, root)).toBe(join(root, '.cache', 'assay'));
  });

  test("is the user's own, if the package cannot be written", () => {
    const missing = join(root, 'no', 'such', 'folder');
    expect(cacheFolder({ XDG_CACHE_HOME: '/home/ada/.cache-of-mine' }, missing)).toBe('/home/ada/.cache-of-mine/assay');
    expect(cacheFolder({}, missing)).toMatch(/\.cache[/\\]assay$/);
  });
});

describe('packageRoot', () => {
  test('is the folder that holds package.json and src', () => {
    expect(existsSync(join(packageRoot(), 'package.json'))).toBe(true);
    expect(existsSync(join(packageRoot(), 'src', 'models', 'package-root.ts'))).toBe(true);
  });
});
