import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../../core/make-folder.ts';
import { ENGINE_VERSION } from '../engine-internals.ts';
import { enginePackageFolder } from './engine-choice.ts';
import type { BuildTools } from './find-build-tools.ts';
import { type BuildStepOptions, runBuildStep } from './run-build-step.ts';

/** The source of llama.cpp that the npm package carries, with its patches, below `folder`; unpacked where that was not done. */
export async function unpackSource(
  folder: string,
  { git }: BuildTools,
  { signal, log }: Pick<BuildStepOptions, 'signal' | 'log'>,
): Promise<{ source: string; release: string }> {
  const shipped = join(enginePackageFolder(), 'llama');
  const { release } = JSON.parse(await readFile(join(shipped, 'binariesGithubRelease.json'), 'utf8')) as {
    release: string;
  };
  const source = join(folder, 'source', `${ENGINE_VERSION}-${release}`);
  const done = await readFile(join(source, 'unpacked'), 'utf8').catch(() => '');
  if (done === release) return { source, release };
  await rm(join(folder, 'source'), { recursive: true, force: true });
  await makeFolder(source);
  for (const part of ['CMakeLists.txt', 'cmake', 'profiles', 'toolchains', 'addon'])
    await cp(join(shipped, part), join(source, part), { recursive: true });
  const repository = join(source, 'llama.cpp');
  const bundle = join(shipped, 'gitRelease.bundle');
  await runBuildStep(git, ['-c', 'advice.detachedHead=false', 'clone', '--quiet', bundle, repository], { signal, log });
  for (const patch of (await readdir(join(shipped, 'patches'))).sort())
    await applyPatch(git, repository, join(shipped, 'patches', patch), { signal, log });
  await writeFile(join(source, 'unpacked'), release);
  return { source, release };
}

/** A patch that the source already holds is left out, as the package itself does. */
async function applyPatch(
  git: string,
  repository: string,
  patch: string,
  { signal, log }: Pick<BuildStepOptions, 'signal' | 'log'>,
): Promise<void> {
  const apply = ['-C', repository, 'apply', '--ignore-whitespace'];
  // Not in the log: that it cannot be taken back is what is expected.
  const held = await runBuildStep(git, [...apply, '--reverse', '--check', patch], { signal }).then(
    () => true,
    () => false,
  );
  if (!held) await runBuildStep(git, [...apply, patch], { signal, log });
}
