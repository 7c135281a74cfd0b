import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { COMPILATION, writeFakeBuildTools } from '../support/fake-build-tools.ts';
import { isRunning } from '../support/is-running.ts';
import { openOwnCache } from '../support/own-cache.ts';
import { startAssay } from './run-assay.ts';

const { folder, assay } = openOwnCache({ ASSAY_ENGINE: '' });
const engine = join(folder.path, 'cache', 'engine');
const objects = join(engine, 'objects', 'cpu');
const logged = (): string => readFileSync(join(engine, 'build.log'), 'utf8');
/** Folders of builds, finished or not. */
const installed = (): string[] => (existsSync(join(engine, 'native')) ? readdirSync(join(engine, 'native')) : []);
const realPath = process.env.PATH ?? '';

/** The steps around the compilation, which is pretended; the compilation itself is tried by `npm run test:engine-build`. */
describe.skipIf(process.platform === 'win32')('assay engine build, with a pretended compiler', () => {
  let tools = writeFakeBuildTools(join(folder.path, 'tools'));
  beforeEach(() => {
    rmSync(engine, { recursive: true, force: true });
    tools = writeFakeBuildTools(join(folder.path, 'tools'));
    vi.stubEnv('PATH', tools.path);
  });
  afterAll(() => {
    vi.stubEnv('PATH', realPath);
  });

  test('unpacks, compiles and installs, and the build is in use from then on', async () => {
    const { exitCode, document } = await assay('engine', 'build', '--jobs', '3');
    expect(document).toMatchObject({ exitCode: 0, use: 'native', build: { device: 'cpu' } });
    expect(exitCode).toBe(0);
    const { build } = document as { build: { id: string; release: string } };
    expect(build.id).toMatch(/^[0-9a-f]{12}$/);
    const shown = (await assay('engine')).document;
    expect(shown).toMatchObject({ use: 'native', builds: [{ id: build.id, refused: null }] });
    expect(shown.version).toContain(`native ${build.id}`);
    expect(installed()).toEqual(['cpu']);
    expect(logged()).toContain('-G Ninja');
    expect(logged()).toContain('-DGGML_NATIVE=ON');
    expect(logged()).toContain('--parallel 3 --target llama-addon');
    expect((await assay('engine', 'use', 'prebuilt')).document).toMatchObject({ use: 'prebuilt' });
    expect((await assay('engine')).document).toMatchObject({ use: 'prebuilt', builds: [{ id: build.id }] });
  });

  test('names the one tool that is missing, with the command that installs it', async () => {
    tools.remove('cmake');
    vi.stubEnv('PATH', tools.only);
    const { exitCode, document } = await assay('engine', 'build');
    expect(exitCode).toBe(3);
    const { error } = document as { error: { code: string; message: string; hint: string } };
    expect(error.code).toBe('ENGINE_TOOLS');
    expect(error.message).toMatch(/: cmake not found/);
    expect(error.hint).toContain('sudo apt-get install -y cmake');
    expect(installed()).toEqual([]);
  });

  test('a compilation that fails ends with exit 3, the last lines and a log with all of them, and installs nothing', async () => {
    tools.compile(COMPILATION.fails);
    const { exitCode, document } = await assay('engine', 'build');
    expect(exitCode).toBe(3);
    const { error } = document as { error: { code: string; message: string; hint: string } };
    expect(error.code).toBe('ENGINE_BUILD');
    expect(error.message).toContain('ended with code 2');
    expect(error.message).toContain('error: expected a semicolon');
    expect(error.message).not.toContain('first.o');
    expect(error.hint).toContain(join(engine, 'build.log'));
    expect(logged()).toContain('Building CXX object first.o');
    expect(logged()).toContain('error: expected a semicolon');
    expect(installed()).toEqual([]);
    expect((await assay('engine')).document).toMatchObject({ use: 'prebuilt', builds: [] });
  });

  test.each([
    ['a compiler that does not work', 'configure', ['echo "No CMAKE_CXX_COMPILER could be found." >&2', 'exit 1']],
    ['a source that cannot be unpacked', 'unpack', ['echo "fatal: the bundle is broken" >&2', 'exit 128']],
    ['a compilation that makes nothing', 'compile', COMPILATION.makesNothing],
  ] as const)('%s ends with exit 3, and an earlier build stays in use as it was', async (_what, step, body) => {
    const { build } = (await assay('engine', 'build')).document as { build: { id: string } };
    rmSync(objects, { recursive: true });
    rmSync(join(engine, 'source'), { recursive: true });
    tools[step](body);
    const { exitCode, document } = await assay('engine', 'build');
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({ error: { code: 'ENGINE_BUILD' } });
    expect((await assay('engine')).document).toMatchObject({ use: 'native', builds: [{ id: build.id }] });
    expect(installed()).toEqual(['cpu']);
  });

  test('another attempt after a failure needs nothing cleared away', async () => {
    tools.unpack(['exit 128']);
    expect((await assay('engine', 'build')).exitCode).toBe(3);
    tools.unpack([]);
    tools.compile(COMPILATION.fails);
    expect((await assay('engine', 'build')).exitCode).toBe(3);
    tools.compile(COMPILATION.succeeds);
    expect((await assay('engine', 'build')).exitCode).toBe(0);
    expect(logged()).not.toContain('error:');
  });

  test('SIGINT ends the compilers and exits with 130, leaves no build behind, and the next one succeeds', async () => {
    tools.compile(COMPILATION.hangs);
    const { child, ended } = startAssay(['engine', 'build'], { cwd: folder.path });
    onTestFinished(() => void child.kill('SIGKILL'));
    const pidFile = join(objects, 'compiler.pid');
    const compiler = await vi.waitFor(
      () => Number(/^(\d+)\n$/.exec(readFileSync(pidFile, 'utf8'))?.[1] ?? bad()),
      30_000,
    );
    expect(isRunning(compiler)).toBe(true);
    child.kill('SIGINT');
    expect((await ended).exitCode).toBe(130);
    await vi.waitFor(() => expect(isRunning(compiler)).toBe(false), 10_000);
    expect(installed()).toEqual([]);
    expect(existsSync(join(engine, 'build.lock'))).toBe(false);
    expect((await assay('engine')).document).toMatchObject({ use: 'prebuilt', builds: [] });
    tools.compile(COMPILATION.succeeds);
    expect((await assay('engine', 'build')).exitCode).toBe(0);
    expect(installed()).toEqual(['cpu']);
  });
});

function bad(): never {
  throw new Error('no process id yet');
}
