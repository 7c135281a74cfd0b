import { describe, expect, test, vi } from 'vitest';
import { openOwnCache } from '../support/own-cache.ts';

const { assay } = openOwnCache({ ASSAY_ENGINE: '' });

describe('assay engine', () => {
  test('shows the prebuilt binary where nothing was chosen', async () => {
    const { exitCode, document } = await assay('engine');
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ use: 'prebuilt', builds: [], forced: '' });
  });

  test('refuses to use what was not built, with the command that builds it, and keeps the choice as it was', async () => {
    const { exitCode, document } = await assay('engine', 'use', 'native');
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({
      error: { code: 'ENGINE_NATIVE', hint: expect.stringContaining('assay engine build') },
    });
    expect((await assay('engine')).document).toMatchObject({ use: 'prebuilt' });
  });

  test('knows two binaries and says so', async () => {
    const { exitCode, document } = await assay('engine', 'use', 'nativ');
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ error: { code: 'ENGINE_USE', hint: expect.stringContaining('native') } });
  });

  test('names the tools that a build lacks and the command that installs them', async () => {
    const path = process.env.PATH ?? '';
    vi.stubEnv('PATH', '');
    const { exitCode, document } = await assay('engine', 'build');
    vi.stubEnv('PATH', path);
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({ error: { code: 'ENGINE_TOOLS', message: expect.stringContaining('cmake') } });
  });
});
