/** Words by which the engine, the C++ library, the GPU drivers and V8 say that memory ran out. */
export const OUT_OF_MEMORY =
  /InsufficientMemory|out of memory|bad_alloc|insufficient memory|too large for the available|failed to allocate|unable to allocate|cannot allocate memory|ErrorOutOf\w*Memory/i;

/** Whether an error of the library means that memory did not suffice. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && OUT_OF_MEMORY.test(`${error.constructor.name} ${error.message}`);
}

/** Words by which drivers say that the device itself is gone or broken; then no batch is narrow enough. */
const DEVICE_LOST =
  /ErrorDeviceLost|device lost|fallen off the bus|GPU is lost|unspecified launch failure|illegal memory access|no CUDA-capable device|uncorrectable ECC|busy or unavailable/i;

/** Whether the last words of a worker say that it lost its device, and not that memory ran out. */
export function tellsOfLostDevice(words: string): boolean {
  return DEVICE_LOST.test(words) && !OUT_OF_MEMORY.test(words);
}
