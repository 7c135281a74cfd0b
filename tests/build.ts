import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Compiles once before the tests when `dist` is older than what it is made from: some tests run the real command line.
 * Types are checked by `npm run check:types`, not here.
 */
export default function build(): void {
  const built = join(root, 'dist/main.js');
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((name) =>
    join('src', name),
  );
  const newestMs = Math.max(...[...sources, 'tsconfig.build.json'].map((name) => statSync(join(root, name)).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs >= newestMs) return;
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
}
