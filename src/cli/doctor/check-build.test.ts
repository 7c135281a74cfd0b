import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { processorName } from '../../runtimes/llama/native/engine-choice.ts';
import { ENGINE_VERSION } from '../../runtimes/llama/engine-internals.ts';
import { checkBuild, checkOnnxLibraries } from './check-build.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

describe('the check of the engine build', () => {
  test('says what a native build would gain and how to get it, with the tools first where they are missing', () => {
    const bare = checkBuild({ PATH: '' }, join(folder.path, 'none'));
    expect(bare).toMatchObject({ status: 'note' });
    expect(bare.found).toContain('1.4 times');
    expect(bare.found).toContain('missing: cmake');
    expect(bare.fix).toMatch(/then assay engine build$/);
  });

  test('points at a build that is ready, and is content when it is in use', () => {
    const root = join(folder.path, 'ready');
    mkdirSync(join(root, 'native', 'cpu'), { recursive: true });
    writeFileSync(join(root, 'native', 'cpu', 'llama-addon.node'), '');
    const build = { device: 'cpu', id: 'abc', packageVersion: ENGINE_VERSION, processor: processorName(), bytes: 5 };
    writeFileSync(join(root, 'native', 'cpu', 'build.json'), JSON.stringify(build));
    expect(checkBuild({ PATH: '' }, root).fix).toBe('assay engine use native');
    expect(checkBuild({ PATH: '', ASSAY_ENGINE: 'native' }, root)).toMatchObject({ status: 'ok', fix: null });
  });

  test('is a problem when a native build is chosen that is not there', () => {
    const found = checkBuild({ PATH: '', ASSAY_ENGINE: 'native' }, join(folder.path, 'none'));
    expect(found).toMatchObject({ status: 'problem', fix: 'assay engine use prebuilt' });
  });
});

describe('the libraries of ONNX Runtime', () => {
  test('are asked for only where its CUDA provider is', async () => {
    expect(await checkOnnxLibraries(false, {})).toEqual([]);
    writeFileSync(join(folder.path, 'libcudnn.so.9'), '');
    const [found] = await checkOnnxLibraries(true, { LD_LIBRARY_PATH: folder.path });
    expect(found?.data).toMatchObject({ libraries: { 'libcudnn.so.9': join(folder.path, 'libcudnn.so.9') } });
    expect(found?.found).not.toContain('libcudnn.so.9');
  });
});
