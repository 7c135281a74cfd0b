import { describe, expect, test } from 'vitest';
import { isOutOfMemory } from './out-of-memory.ts';

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
