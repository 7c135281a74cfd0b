import { describe, expect, test } from 'vitest';
import { assertOnGpu, type FoundOnGpu, showOnlyGpu } from './assert-device.ts';

const found: FoundOnGpu = { device: { name: 'NVIDIA X', kind: 'cuda' }, layers: 7, totalLayers: 7, vramBytes: 1e6 };

describe('assertOnGpu', () => {
  test('is silent about a model that is where it was asked to be', () => {
    assertOnGpu({ gpu: 'cuda' }, found);
    assertOnGpu({ gpu: 'auto', deviceName: 'NVIDIA' }, found);
    assertOnGpu({ gpu: 'cuda', gpuLayers: 3 }, { ...found, layers: 3 });
    assertOnGpu({ gpu: 'cuda', gpuLayers: 99 }, found);
  });

  test.each([
    ['another backend', { gpu: 'vulkan' as const }, found, 'runs on cuda and not on vulkan'],
    ['another GPU', { gpu: 'cuda' as const, deviceName: 'H100' }, found, 'the GPU is NVIDIA X and not H100'],
    [
      'layers that stayed behind',
      { gpu: 'cuda' as const },
      { ...found, layers: 6 },
      '6 layers are on the GPU and not 7',
    ],
    ['no memory taken', { gpu: 'cuda' as const }, { ...found, vramBytes: 0 }, 'no memory of the GPU was taken'],
  ])('refuses %s', (_, request, state, message) => {
    expect(() => assertOnGpu(request, state)).toThrow(message);
  });
});

test('showOnlyGpu names one GPU to CUDA and Vulkan alike', () => {
  const env: NodeJS.ProcessEnv = {};
  showOnlyGpu(2, env);
  expect(env).toEqual({ CUDA_VISIBLE_DEVICES: '2', GGML_VK_VISIBLE_DEVICES: '2' });
});
