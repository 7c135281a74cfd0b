import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { environmentError } from '../../../core/errors.ts';

export interface BuildTools {
  cmake: string;
  git: string;
  compiler: string;
  /** CMake's generator, and how it is called. */
  generator: 'Ninja' | 'Unix Makefiles';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** How each package manager installs what a build needs. */
const INSTALL: readonly [manager: string, command: string][] = [
  ['apt-get', 'sudo apt-get install -y cmake g++ make git'],
  ['dnf', 'sudo dnf install -y cmake gcc-c++ make git'],
  ['apk', 'sudo apk add cmake g++ make git linux-headers'],
  ['pacman', 'sudo pacman -S --needed cmake gcc make git'],
  ['zypper', 'sudo zypper install -y cmake gcc-c++ make git'],
  ['brew', 'xcode-select --install; brew install cmake'],
];

/** The command that installs whatever a build needs, by the package manager at hand. */
export function installCommand(env: Environment = process.env): string {
  const found = INSTALL.find(([manager]) => findProgram(manager, env) !== null);
  return found?.[1] ?? 'install cmake, git, make and a C++ compiler with your package manager';
}

/** The programs that a build needs and that are not in PATH, in words. */
export function missingTools(env: Environment = process.env): string[] {
  const missing = ['cmake', 'git'].filter((name) => findProgram(name, env) === null);
  if (findCompiler(env) === null) missing.push('a C++ compiler (c++, g++ or clang++)');
  if (findProgram('ninja', env) === null && findProgram('make', env) === null) missing.push('make or ninja');
  return missing;
}

/** @throws AssayError ENGINE_TOOLS (exit 3) naming what is missing and the command that installs it. */
export function findBuildTools(env: Environment = process.env): BuildTools {
  if (process.platform === 'win32') {
    throw environmentError(
      'ENGINE_TOOLS',
      'the native engine is built with make or ninja; on Windows Assay does not do that',
      'Run Assay in WSL, or stay with the prebuilt engine',
    );
  }
  const missing = missingTools(env);
  if (missing.length > 0) {
    const message = `the native engine cannot be built: ${missing.join(', ')} not found in PATH`;
    throw environmentError('ENGINE_TOOLS', message, `Run: ${installCommand(env)}`);
  }
  return {
    cmake: findProgram('cmake', env) as string,
    git: findProgram('git', env) as string,
    compiler: findCompiler(env) as string,
    generator: findProgram('ninja', env) === null ? 'Unix Makefiles' : 'Ninja',
  };
}

function findCompiler(env: Environment): string | null {
  for (const name of [env.CXX ?? '', 'c++', 'g++', 'clang++']) {
    const found = name === '' ? null : findProgram(name, env);
    if (found !== null) return found;
  }
  return null;
}

function findProgram(name: string, env: Environment): string | null {
  const folders = name.includes('/') ? [''] : (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    const path = folder === '' ? name : join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
