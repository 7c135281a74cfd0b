// npm locks only the platform packages that the registry showed it, and `npm ci` refuses a lock file without the others.
// Adds an entry for every optional platform package that some package names. Run it after each `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;

const SYSTEMS = [
  [/android/, 'android'],
  [/darwin|[-/]mac-/, 'darwin'],
  [/win32|[-/]win-/, 'win32'],
  [/freebsd/, 'freebsd'],
  [/openharmony/, 'openharmony'],
];
const PROCESSORS = [
  [/arm64/, 'arm64'],
  [/-arm-|armv7|linux-arm$/, 'arm'],
  [/ia32/, 'ia32'],
  [/ppc64/, 'ppc64'],
  [/riscv64/, 'riscv64'],
  [/s390x/, 's390x'],
  [/wasm32/, 'wasm32'],
];
const matching = (table, name, otherwise) => table.find(([pattern]) => pattern.test(name))?.[1] ?? otherwise;

for (const [folder, own] of Object.entries({ ...packages })) {
  for (const [name, range] of Object.entries(own.optionalDependencies ?? {})) {
    const places = [`${folder}/node_modules/${name}`, `node_modules/${name}`];
    if (places.some((place) => packages[place] !== undefined)) continue;
    const libc = /musl/.test(name) ? ['musl'] : /linux.*gnu/.test(name) ? ['glibc'] : undefined;
    packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      cpu: [matching(PROCESSORS, name, 'x64')],
      ...(own.dev === true ? { dev: true } : {}),
      ...(libc === undefined ? {} : { libc }),
      optional: true,
      os: [matching(SYSTEMS, name, 'linux')],
    };
    console.log(`${name}@${range}`);
  }
}
const names = Object.keys(packages).sort();
lock.packages = Object.fromEntries(names.map((name) => [name, packages[name]]));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
