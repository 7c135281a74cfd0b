import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../../../tests/support/temporary-folder.ts';
import { ENGINE_VERSION } from '../engine-internals.ts';
import { readPercent } from './build-engine.ts';
import {
  chooseNativeBuild,
  describeEngineVersion,
  engineVersionOn,
  listNativeBuilds,
  missingBuild,
  processorName,
  readEngineUse,
  refuseBuild,
  requireNativeBuilds,
  writeEngineUse,
} from './engine-choice.ts';
import { findBuildTools, installCommand, missingTools } from './find-build-tools.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

function writeBuild(root: string, device: string, changes: object = {}): void {
  const path = join(root, 'native', device);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'llama-addon.node'), 'not really');
  const build = { device, id: `id-${device}`, packageVersion: ENGINE_VERSION, processor: processorName(), ...changes };
  writeFileSync(join(path, 'build.json'), JSON.stringify(build));
}

describe('the choice of the engine', () => {
  test('is prebuilt until another is written, and ASSAY_ENGINE goes before it', async () => {
    const root = join(folder.path, 'choice');
    expect(readEngineUse(root, {})).toBe('prebuilt');
    await writeEngineUse('native', root);
    expect(readEngineUse(root, {})).toBe('native');
    expect(readEngineUse(root, { ASSAY_ENGINE: 'prebuilt' })).toBe('prebuilt');
    expect(() => readEngineUse(root, { ASSAY_ENGINE: 'fast' })).toThrow('allowed: prebuilt, native');
  });

  test('reads a choice file that is no JSON as no choice', () => {
    const root = join(folder.path, 'torn');
    mkdirSync(root);
    writeFileSync(join(root, 'choice.json'), '{"use":');
    expect(readEngineUse(root, {})).toBe('prebuilt');
  });

  test('names the build in the version, so that its runs are runs of their own', () => {
    const root = join(folder.path, 'version');
    writeBuild(root, 'cpu');
    const describe = (use: 'prebuilt' | 'native', gpu: false | 'auto' | 'cuda' = false) =>
      engineVersionOn(use, { gpu, folder: root });
    const own = `node-llama-cpp ${ENGINE_VERSION}, native id-cpu`;
    expect(describe('prebuilt')).toBe(`node-llama-cpp ${ENGINE_VERSION}`);
    expect(describe('native')).toBe(own);
    expect(describe('native', 'auto')).toBe(own);
    // Where no build serves the device, the prebuilt binary is loaded, and named.
    expect(describe('native', 'cuda')).toBe(`node-llama-cpp ${ENGINE_VERSION}`);
    writeBuild(root, 'cuda');
    expect(describe('native')).toBe(own);
    expect(describe('native', 'cuda')).toBe(`node-llama-cpp ${ENGINE_VERSION}, native id-cuda`);
    expect(describe('native', 'auto')).toBe(`node-llama-cpp ${ENGINE_VERSION}, native id-cuda`);
    expect(describeEngineVersion('native', root)).toBe(`${own}+id-cuda`);
  });

  test('says aloud where a device has no build and the prebuilt binary runs', () => {
    const root = join(folder.path, 'said');
    writeBuild(root, 'cuda');
    const say = (use: 'prebuilt' | 'native', gpu: false | 'auto' | 'cuda') => missingBuild(use, { gpu, folder: root });
    expect(say('native', false)).toContain('built for cuda only: on cpu the prebuilt one runs');
    expect(say('native', 'cuda')).toBeNull();
    expect(say('native', 'auto')).toBeNull();
    expect(say('prebuilt', false)).toBeNull();
  });

  test('refuses a build of another release or another processor, and says which', () => {
    const root = join(folder.path, 'refused');
    expect(() => requireNativeBuilds(root)).toThrow('none is built');
    writeBuild(root, 'cpu', { processor: 'Another 9000' });
    expect(() => requireNativeBuilds(root)).toThrow('it was made for Another 9000');
    const [build] = listNativeBuilds(root);
    expect(refuseBuild({ ...build, packageVersion: '1.0.0' } as never)).toContain('node-llama-cpp 1.0.0');
  });

  test('takes no folder without its whole description for a build', () => {
    const root = join(folder.path, 'half');
    writeBuild(root, 'cpu');
    writeFileSync(join(root, 'native', 'cpu', 'build.json'), '{"device":"cpu"');
    expect(listNativeBuilds(root)).toEqual([]);
  });

  test('takes no folder that is still being put together for a build, even if it is whole', () => {
    const root = join(folder.path, 'unfinished');
    writeBuild(root, 'cpu.new', { device: 'cpu' });
    expect(listNativeBuilds(root)).toEqual([]);
    writeBuild(root, 'cpu');
    expect(listNativeBuilds(root).map(({ id }) => id)).toEqual(['id-cpu']);
  });

  test('serves the processor from its own build, a GPU from a GPU build, and auto from a GPU build only', () => {
    const root = join(folder.path, 'devices');
    writeBuild(root, 'cpu');
    writeBuild(root, 'vulkan');
    const builds = listNativeBuilds(root);
    expect(chooseNativeBuild(false, builds)?.device).toBe('cpu');
    expect(chooseNativeBuild('auto', builds)?.device).toBe('vulkan');
    expect(chooseNativeBuild('cuda', builds)).toBeNull();
  });
});

describe('the tools of a build', () => {
  test('are named when they are missing, with the command that installs them', () => {
    const bins = join(folder.path, 'bins');
    mkdirSync(bins);
    writeFileSync(join(bins, 'apt-get'), '', { mode: 0o755 });
    const env = { PATH: bins };
    expect(missingTools(env)).toEqual(['cmake', 'git', 'a C++ compiler (c++, g++ or clang++)', 'make or ninja']);
    expect(installCommand(env)).toBe('sudo apt-get install -y cmake g++ make git');
    let thrown: unknown;
    try {
      findBuildTools(env);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'ENGINE_TOOLS', exitCode: 3 });
  });

  test('tell how far the compilation is, ninja and make alike', () => {
    expect(readPercent('[12/148] Building CXX object a.o')).toBe(8);
    expect(readPercent('[ 45%] Building CXX object a.o')).toBe(45);
    expect(readPercent('-- Configuring done')).toBeNull();
  });
});
