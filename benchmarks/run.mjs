// Compiles the sources and one benchmark with the project's own compiler, then runs it: node benchmarks/run.mjs statistics
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const names = readdirSync(join(root, 'benchmarks'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const name = process.argv[2];
if (name === undefined || !names.includes(name)) {
  console.error(`Which benchmark? One of: ${names.join(', ')}`);
  process.exit(2);
}
// Below node_modules, so that the compiled files find the project's packages.
const built = join(root, 'node_modules/.cache/benchmarks');
const source = join('benchmarks', `${name}.bench.ts`);
const flags = ['--ignoreConfig', '--outDir', built, '--rootDir', root, '--target', 'ES2023', '--lib', 'ES2023', '--types', 'node'];
const rest = ['--module', 'NodeNext', '--strict', '--noUncheckedIndexedAccess', '--rewriteRelativeImportExtensions', '--skipLibCheck'];
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, ...flags, ...rest, source], { cwd: root, stdio: 'inherit' });
const compiled = join(built, 'benchmarks', `${name}.bench.js`);
if (status !== 0 || !existsSync(compiled)) process.exit(status ?? 1);
await import(pathToFileURL(compiled).href);
