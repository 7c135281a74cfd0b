import { setFlagsFromString } from 'node:v8';

let within = 0;

/**
 * Runs something with the engine told to collect early, so that the heap stays within a third above what is in use. Without, a process that
 * reads its way through a large file lets it grow to several times that. The flag changes when memory is collected, and no result.
 */
export async function sparingMemory<Result>(run: () => Promise<Result>): Promise<Result> {
  if (within === 0) setFlagsFromString('--optimize-for-size');
  within += 1;
  try {
    return await run();
  } finally {
    within -= 1;
    if (within === 0) setFlagsFromString('--no-optimize-for-size');
  }
}
