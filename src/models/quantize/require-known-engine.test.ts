import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findEngineFolder } from './engine-folder.ts';
import { KNOWN_ENGINE, requireKnownBuild, requireKnownLayout } from './require-known-engine.ts';

const defaults = {
  nthread: 0,
  ftype: 7,
  output_tensor_type: 43,
  token_embedding_type: 43,
  allow_requantize: false,
  quantize_output_tensor: true,
  only_copy: false,
  pure: false,
  keep_split: false,
  dry_run: false,
  imatrix: null,
  kv_overrides: null,
  tt_overrides: null,
  prune_layers: null,
  max_buf_size: 8_589_934_592n,
};

describe('findEngineFolder', () => {
  test('finds the libraries that are installed, and they are the known build', () => {
    const engine = findEngineFolder();
    for (const library of Object.values(engine.libraries)) expect(existsSync(library)).toBe(true);
    expect(engine).toMatchObject({ packageVersion: KNOWN_ENGINE.packageVersion, release: KNOWN_ENGINE.release });
    requireKnownBuild(engine);
  });
});

describe('the guard of the native interface', () => {
  test('accepts exactly the known build', () => {
    expect(() => requireKnownLayout('0.5.0-dev', 64, defaults)).not.toThrow();
  });

  test.each([
    ['another package', () => requireKnownBuild({ packageVersion: '3.23.0', release: 'v0.5.0' }), '3.23.0'],
    [
      'another release of llama.cpp',
      () => requireKnownBuild({ packageVersion: '3.22.1', release: 'v0.6.0' }),
      'v0.6.0',
    ],
    ['another version of the library', () => requireKnownLayout('0.6.0', 64, defaults), '0.6.0'],
    ['another size of the structure', () => requireKnownLayout('0.5.0-dev', 72, defaults), '72'],
    [
      'a field that moved',
      () => requireKnownLayout('0.5.0-dev', 64, { ...defaults, token_embedding_type: 0 }),
      'token_embedding_type',
    ],
    ['a flag that moved', () => requireKnownLayout('0.5.0-dev', 64, { ...defaults, only_copy: true }), 'only_copy'],
    ['a pointer that is none', () => requireKnownLayout('0.5.0-dev', 64, { ...defaults, imatrix: 4n }), 'imatrix'],
  ])('refuses %s as an environment error', (_, check, found) => {
    expect(check).toThrow(
      expect.objectContaining({
        code: 'ENGINE_VERSION',
        exitCode: 3,
        message: expect.stringContaining(found) as string,
      }),
    );
  });
});
