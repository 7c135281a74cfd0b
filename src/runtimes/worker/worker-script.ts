import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, relative, sep } from 'node:path';
import { environmentError } from '../../core/errors.ts';

/**
 * Path of the compiled `worker-main` beside the module of that URL. A worker is a Node process of its own and cannot read
 * TypeScript, so when this runs from the sources, the compiled twin is taken.
 * @throws AssayError (exit 3) if the twin is missing or older than the sources of the runtime and of this folder.
 */
export function resolveWorkerScript(moduleUrl: string): string {
  const here = fileURLToPath(moduleUrl);
  const folder = join(here, '..');
  if (here.endsWith('.js')) return join(folder, 'worker-main.js');
  const root = join(folder, '..', '..', '..');
  const script = join(root, 'dist', relative(join(root, 'src'), folder), 'worker-main.js');
  const builtMs = modifiedMs(script);
  const changed = builtMs === null ? undefined : findChanged([folder, join(folder, '..', 'worker')], builtMs, root);
  if (builtMs !== null && changed === undefined) return script;
  const found = changed === undefined ? 'is missing' : `is older than ${relative(root, changed).split(sep).join('/')}`;
  throw environmentError(
    'WORKER_NOT_BUILT',
    `The compiled worker ${relative(root, script).split(sep).join('/')} ${found}`,
    'Run: npm run build',
  );
}

/** A source of the folders that is newer than the worker and is not the text that was compiled last. */
function findChanged(folders: string[], builtMs: number, root: string): string | undefined {
  const newer = folders
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && (modifiedMs(path) ?? 0) > builtMs);
  if (newer.length === 0) return undefined;
  const compiled = readCompiledHashes(root);
  return newer.find((path) => !compiled.has(hashText(path)));
}

/** The compiler leaves what has not changed as it is, also its time: it remembers sources by the SHA-256 of their text. */
function readCompiledHashes(root: string): Set<string> {
  try {
    const { fileInfos } = JSON.parse(readFileSync(join(root, 'dist', '.tsbuildinfo'), 'utf8')) as {
      fileInfos: (string | { version: string })[];
    };
    return new Set(fileInfos.map((info) => (typeof info === 'string' ? info : info.version)));
  } catch {
    return new Set();
  }
}

function hashText(path: string): string {
  return createHash('sha256').update(readFileSync(path, 'utf8')).digest('hex');
}

function modifiedMs(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
