/** Words by which the engine, the C++ library, the GPU drivers and V8 say that memory ran out. */
export const OUT_OF_MEMORY =
  /InsufficientMemory|out of memory|bad_alloc|insufficient memory|too large for the available|failed to allocate|unable to allocate|cannot allocate memory|ErrorOutOf\w*Memory/i;

/** Whether an error of the library means that memory did not suffice. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && OUT_OF_MEMORY.test(`${error.constructor.name} ${error.message}`);
}
