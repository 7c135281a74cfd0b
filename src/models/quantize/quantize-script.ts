import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentError } from '../../core/errors.ts';
import { packageRoot } from '../package-root.ts';

/**
 * Absolute path of the compiled entry of the quantizing process. It is plain Node, which cannot read TypeScript: run from the sources,
 * the compiled twin in `dist/` is taken.
 * @throws AssayError QUANTIZE_NOT_BUILT when that is missing or older than a source beside this one.
 */
export function quantizeScript(moduleUrl: string = import.meta.url): string {
  const module = fileURLToPath(moduleUrl);
  const folder = dirname(module);
  if (!module.endsWith('.ts')) return join(folder, 'quantize-child.js');
  const script = join(packageRoot(), 'dist', 'models', 'quantize', 'quantize-child.js');
  const builtMs = modifiedMs(script);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const newer = sources.find((name) => builtMs !== undefined && (modifiedMs(join(folder, name)) ?? 0) > builtMs);
  if (builtMs !== undefined && newer === undefined) return script;
  const found = builtMs === undefined ? 'is missing' : `is older than ${newer}`;
  throw environmentError('QUANTIZE_NOT_BUILT', `${script}: the compiled quantizer ${found}`, 'Run npm run build');
}

function modifiedMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
