import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, relative, sep } from 'node:path';
import { environmentError } from '../../core/errors.ts';

/**
 * Path of the compiled entry of the worker. A worker is a Node process of its own and cannot read TypeScript, so when
 * this runs from the sources, the compiled twin is taken.
 * @throws AssayError (exit 3) if the twin is missing or older than the sources of this folder.
 */
export function resolveWorkerScript(moduleUrl: string = import.meta.url): string {
  const here = fileURLToPath(moduleUrl);
  const folder = join(here, '..');
  if (here.endsWith('.js')) return join(folder, 'worker-main.js');
  const root = join(folder, '..', '..', '..');
  const script = join(root, 'dist', relative(join(root, 'src'), folder), 'worker-main.js');
  const builtMs = modifiedMs(script);
  const newest = newestSource(folder);
  if (builtMs !== null && builtMs >= newest.modifiedMs) return script;
  const found = builtMs === null ? 'is missing' : `is older than ${relative(root, newest.path).split(sep).join('/')}`;
  throw environmentError(
    'WORKER_NOT_BUILT',
    `The compiled worker ${relative(root, script).split(sep).join('/')} ${found}`,
    'Run: npm run build',
  );
}

function newestSource(folder: string): { path: string; modifiedMs: number } {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => ({ path: join(folder, name), modifiedMs: modifiedMs(join(folder, name)) ?? 0 }))
    .reduce((newest, file) => (file.modifiedMs > newest.modifiedMs ? file : newest));
}

function modifiedMs(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
