import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Native workers and the real command line run in forks; two cores are the floor Assay promises to test on.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A test that measures must not find the answers of the one before it, and what somebody chose by `assay engine use`
    // decides about no test.
    env: { ASSAY_NO_CACHE: '1', ASSAY_ENGINE: 'prebuilt' },
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      // These run the compiled command line: the build comes first, and only when one of them is asked for.
      { extends: true, test: { name: 'whole', include: ['tests/**/*.test.ts'], globalSetup: ['tests/build.ts'] } },
    ],
  },
});
