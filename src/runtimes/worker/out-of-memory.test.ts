import { describe, expect, test } from 'vitest';
import { isOutOfMemory, tellsOfLostDevice } from './out-of-memory.ts';

class InsufficientMemoryError extends Error {}

describe('isOutOfMemory', () => {
  test.each([
    new InsufficientMemoryError('A context size of 4096 with 4 sequences is too large for the available VRAM'),
    new Error('ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 10'),
    new Error('std::bad_alloc'),
    new Error('CUDA error: out of memory'),
    new Error('vk::Device::allocateMemory: ErrorOutOfDeviceMemory'),
  ])('recognises %s', (error) => {
    expect(isOutOfMemory(error)).toBe(true);
  });

  test.each([new Error('unknown model architecture'), 'out of memory', null])('does not mistake %s', (error) => {
    expect(isOutOfMemory(error)).toBe(false);
  });
});

describe('tellsOfLostDevice', () => {
  test.each([
    'CUDA error: unspecified launch failure\n  current device: 0, in function ggml_backend_cuda_synchronize',
    'CUDA error: an illegal memory access was encountered',
    'CUDA error: no CUDA-capable device is detected',
    'terminate called after throwing an instance of vk::DeviceLostError: vk::Queue::submit: ErrorDeviceLost',
    'Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost',
  ])('recognises %s', (words) => {
    expect(tellsOfLostDevice(words)).toBe(true);
  });

  test.each(['CUDA error: out of memory', 'std::bad_alloc', 'GGML_ASSERT(n_tokens > 0) failed', ''])(
    'leaves %s to what it is',
    (words) => {
      expect(tellsOfLostDevice(words)).toBe(false);
    },
  );
});
