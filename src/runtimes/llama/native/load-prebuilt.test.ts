import { join } from 'node:path';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import { describe, expect, test } from 'vitest';
import { findEngineFolder } from '../../../models/quantize/engine-folder.ts';
import { packageRoot } from '../../../models/package-root.ts';
import { loadPrebuilt } from './load-prebuilt.ts';

const options = { logLevel: LlamaLogLevel.error, maxThreads: 1 };

describe.skipIf(process.platform !== 'linux')('loadPrebuilt', () => {
  test('starts the same engine as the public way does, and it loads a model', async () => {
    const own = await loadPrebuilt(options);
    const theirs = await getLlama({ gpu: false, build: 'never', skipDownload: true, ...options });
    const described = ({
      gpu,
      buildType,
      llamaCppRelease,
      maxThreads,
      systemInfo,
      cpuMathCores,
      supportsMmap,
    }: typeof theirs) =>
      ({ gpu, buildType, llamaCppRelease, maxThreads, systemInfo, cpuMathCores, supportsMmap }) as const;
    expect(own === null ? null : described(own)).toEqual(described(theirs));
    const model = await own?.loadModel({ modelPath: join(packageRoot(), 'models/assay-extract-f16.gguf') });
    expect(model?.trainContextSize).toBe(1024);
    await Promise.all([own?.dispose(), theirs.dispose()]);
  });

  test.each([
    ['a binary for a graphics card', { forProcessor: false }],
    ['another version', { packageVersion: '0.0.1' }],
    ['a folder without the addon', { folder: packageRoot() }],
  ])('leaves %s to the library', async (_what, change) => {
    expect(await loadPrebuilt(options, () => ({ ...findEngineFolder(), ...change }))).toBeNull();
  });
});
