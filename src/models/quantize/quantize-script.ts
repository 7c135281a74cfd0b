import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentError } from '../../core/errors.ts';
import { packageRoot } from '../package-root.ts';

/**
 * Absolute path of the compiled entry of the quantizing process. It is plain Node, which cannot read TypeScript: run from the sources,
 * the compiled twin in `dist/` is taken.
 * @throws AssayError QUANTIZE_NOT_BUILT when that is missing.
 */
export function quantizeScript(moduleUrl: string = import.meta.url): string {
  const module = fileURLToPath(moduleUrl);
  const script = module.endsWith('.ts')
    ? join(packageRoot(), 'dist', 'models', 'quantize', 'quantize-child.js')
    : join(dirname(module), 'quantize-child.js');
  if (existsSync(script)) return script;
  throw environmentError('QUANTIZE_NOT_BUILT', `${script}: the compiled quantizer is missing`, 'Run npm run build');
}
