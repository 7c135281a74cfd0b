import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import type { BackendProbe } from '../../runtimes/llama/probe/probe-backend.ts';
import { checkLibraries, describeProbes } from './check-engine.ts';
import { checkCpu, checkFolder, checkNode } from './check-machine.ts';
import { renderChecks } from './render-checks.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

const works = (gpu: BackendProbe['gpu'], kind: 'cpu' | 'cuda'): BackendProbe => ({
  gpu,
  device: { name: kind === 'cpu' ? 'CPU' : 'NVIDIA H100', kind },
  engine: 'node-llama-cpp 3.22.1',
  loadMs: 100,
  reason: null,
});
const fails = (gpu: BackendProbe['gpu']): BackendProbe => ({
  gpu,
  device: null,
  engine: null,
  loadMs: null,
  reason: 'The engine cannot run',
});
const gpu = { name: 'NVIDIA H100', memoryBytes: 8e10, driver: '550', computeCapability: '9.0' };

describe('the machine', () => {
  test.each([
    ['v18.20.0', 'problem'],
    ['v20.18.9', 'problem'],
    ['v20.19.0', 'ok'],
    ['v24.1.0', 'ok'],
  ])('Node %s is a %s', (version, status) => {
    const check = checkNode(version);
    expect(check.status).toBe(status);
    expect(check.fix === null).toBe(status === 'ok');
  });

  test('a processor without AVX2 is slow, and nothing to say of one whose features are unknown', () => {
    expect(checkCpu('flags\t\t: fpu sse4_2 avx\n', 'x64')).toMatchObject({
      status: 'warning',
      data: { features: ['avx'] },
    });
    expect(checkCpu('flags\t\t: fpu avx avx2 fma\n', 'x64').status).toBe('ok');
    expect(checkCpu('', 'x64').status).toBe('ok');
  });

  test('a folder that cannot be made is a problem with a remedy; one that is not there yet is none', async () => {
    writeFileSync(join(folder.path, 'a-file'), '');
    expect((await checkFolder('cache', join(folder.path, 'new', 'cache'), 'x')).status).not.toBe('problem');
    expect(await checkFolder('cache', join(folder.path, 'a-file', 'cache'), 'set ASSAY_CACHE')).toMatchObject({
      status: 'problem',
      fix: 'set ASSAY_CACHE',
    });
  });
});

describe('the engine', () => {
  test('that does not start on the processor is a problem; on a device that is not there, no more than a note', () => {
    const checks = describeProbes({ probes: [fails(false), fails('cuda')], lacks: {}, gpuThere: false });
    expect(checks.map(({ status }) => status)).toEqual(['problem', 'note', 'note']);
    expect(checks[0]?.fix).toContain('npm ci');
  });

  test('that cannot use the GPU of the machine is a warning that names the missing libraries', () => {
    const checks = describeProbes({
      probes: [works(false, 'cpu'), fails('cuda')],
      lacks: { cuda: ['libcublas.so.13'] },
      gpuThere: true,
    });
    expect(checks[1]).toMatchObject({ status: 'warning', found: expect.stringContaining('libcublas.so.13') as string });
    expect(checks[2]).toMatchObject({ found: expect.stringMatching(/would use cpu .*cuda cannot be used/) as string });
  });

  test('says what auto really came to', () => {
    const probes = [works(false, 'cpu'), works('cuda', 'cuda'), works('auto', 'cuda')];
    const checks = describeProbes({ probes, lacks: {}, gpuThere: true });
    expect(checks.map(({ id }) => id)).toEqual(['engine on cpu', 'engine on cuda', 'gpu: auto']);
    expect(checks[2]?.found).toContain('cuda (NVIDIA H100)');
  });

  test('lacks libraries only where there is a GPU for them, and CUDA 12 serves with its package alone', () => {
    const libraries = (names: string[]) => new Map(names.map((name) => [name, `/lib/${name}`]));
    const there = { nvidia: [gpu], nvidiaProblem: null, renderNodes: [] };
    const packages = [
      { name: '@node-llama-cpp/linux-x64-cuda-ext', version: '1', backend: 'cuda' as const, fits: true },
    ];
    const twelve = libraries(['libcuda.so.1', 'libcudart.so.12', 'libcublas.so.12']);
    expect(checkLibraries({ ...there, nvidia: null }, [], libraries([])).status).toBe('note');
    expect(checkLibraries(there, packages, libraries([]))).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining('NVIDIA driver') as string,
    });
    expect(checkLibraries(there, packages, twelve).status).toBe('note');
    expect(checkLibraries(there, [], twelve)).toMatchObject({ status: 'warning' });
  });
});

describe('renderChecks', () => {
  test('shows every remedy, and says whether experiments can run', () => {
    const problem = { id: 'node', status: 'problem', found: 'v18', fix: 'nvm install 22' } as const;
    const text = renderChecks([problem, { id: 'gpus', status: 'note', found: 'none', fix: null }]);
    expect(text).toContain('fix: nvm install 22');
    expect(text).toContain('cannot run here yet: one problem');
    expect(renderChecks([{ ...problem, status: 'warning' }])).toContain('Experiments can run here.');
  });
});
