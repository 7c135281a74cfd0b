import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../src/models/package-root.ts';

/**
 * Compiles the quantizing process and everything that it imports into `dist/`, exactly as `npm run build` does, but in milliseconds:
 * a test always runs the sources as they are now.
 */
export function buildQuantizer(): void {
  const root = packageRoot();
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')) as {
    config: { compilerOptions: Record<string, unknown> };
  };
  // One file at a time, the compiler does not see that the package is made of ES modules.
  const settings = { ...config.compilerOptions, noEmit: false, module: 'esnext', moduleResolution: 'bundler' };
  const { options } = ts.convertCompilerOptionsFromJson(settings, root);
  const waiting = [join(root, 'src', 'models', 'quantize', 'quantize-child.ts')];
  const seen = new Set<string>();
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    if (seen.has(source)) continue;
    seen.add(source);
    const text = readFileSync(source, 'utf8');
    const { outputText } = ts.transpileModule(text, { compilerOptions: options, fileName: source });
    writeWhole(join(root, 'dist', relative(join(root, 'src'), source)).replace(/\.ts$/, '.js'), outputText);
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (fileName.startsWith('.')) waiting.push(join(dirname(source), fileName));
    }
  }
}

/** Test files run side by side: none may see half a script. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
