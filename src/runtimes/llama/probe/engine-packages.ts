import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A package with binaries of the engine. */
export interface EnginePackage {
  name: string;
  version: string;
  backend: 'cpu' | 'cuda' | 'vulkan' | 'metal';
  /** Whether it is made for this system and processor. */
  fits: boolean;
}

/** The installed packages with prebuilt binaries of node-llama-cpp, by name. The engine itself is not loaded. */
export async function listEnginePackages(
  scope: string = defaultScope(),
  system: { platform: string; arch: string } = process,
): Promise<EnginePackage[]> {
  const names: string[] = await readdir(scope).catch(() => []);
  const packages: EnginePackage[] = [];
  for (const name of names.sort()) {
    const content: unknown = JSON.parse(await readFile(join(scope, name, 'package.json'), 'utf8').catch(() => '{}'));
    const { version } = content as { version?: string };
    const base = name.replace(/-(cuda-ext|cuda|vulkan|metal)$/, '');
    packages.push({
      name: `@node-llama-cpp/${name}`,
      version: version ?? 'unknown',
      backend: backendOf(name),
      fits: base === systemName(system),
    });
  }
  return packages;
}

/** A system in the words of these packages. Their `os` and `cpu` members say more than the binaries hold. */
function systemName({ platform, arch }: { platform: string; arch: string }): string {
  const systems: Record<string, string> = { darwin: 'mac', win32: 'win' };
  return `${systems[platform] ?? platform}-${arch === 'arm' ? 'armv7l' : arch}`;
}

function backendOf(name: string): EnginePackage['backend'] {
  if (/-cuda(-ext)?$/.test(name)) return 'cuda';
  if (name.endsWith('-vulkan')) return 'vulkan';
  return name.endsWith('-metal') ? 'metal' : 'cpu';
}

/** `node_modules/@node-llama-cpp`, beside the library itself. */
function defaultScope(): string {
  const entry = fileURLToPath(import.meta.resolve('node-llama-cpp'));
  return join(dirname(entry), '..', '..', '@node-llama-cpp');
}
