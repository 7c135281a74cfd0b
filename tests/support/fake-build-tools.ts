import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the pretended compilation does, as lines of a shell; `$2` is the folder of the objects. */
export const COMPILATION = {
  succeeds: [
    'echo "[1/2] Building CXX object a.o"',
    'echo "the binary" > "$2/llama-addon.node"',
    'echo "[2/2] Linking"',
  ],
  fails: [
    'echo "[1/2] Building CXX object first.o"',
    'for line in 1 2 3 4 5 6 7 8; do echo "note $line"; done',
    'echo "second.cpp:7:3: error: expected a semicolon" >&2',
    'exit 2',
  ],
  makesNothing: ['echo "ninja: no work to do."'],
  /** A compiler, a child of a child, that never comes to an end; its process id lies beside the objects. */
  hangs: ['sleep 600 &', 'echo "$!" > "$2/compiler.pid"', 'wait'],
};

export interface FakeBuildTools {
  /** PATH with the pretended tools first, and nothing else but the programs of every system. */
  path: string;
  /** PATH with nothing but the pretended tools. */
  only: string;
  /** What the next compilation does. */
  compile(body: readonly string[]): void;
  /** What the next look at the compiler does. */
  configure(body: readonly string[]): void;
  /** What the next unpacking does. */
  unpack(body: readonly string[]): void;
  remove(tool: string): void;
}

/** Programs that a build needs, which compile nothing: the steps around a compilation are tried without one, on a machine without these tools. */
export function writeFakeBuildTools(folder: string): FakeBuildTools {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(folder, name), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  let configuring: readonly string[] = [];
  let compiling: readonly string[] = COMPILATION.succeeds;
  const writeCmake = (): void =>
    write('cmake', ['if [ "$1" = --build ]; then', ':', ...compiling, 'else', ':', ...configuring, 'fi']);
  const unpack = (body: readonly string[]): void =>
    write('git', ['for last; do :; done', 'case "$*" in *" clone "*) mkdir -p "$last";; esac', ...body]);
  writeCmake();
  unpack([]);
  for (const name of ['c++', 'ninja', 'apt-get']) write(name, []);
  return {
    path: [folder, '/usr/bin', '/bin'].join(delimiter),
    only: folder,
    compile: (body) => {
      compiling = body;
      writeCmake();
    },
    configure: (body) => {
      configuring = body;
      writeCmake();
    },
    unpack,
    remove: (tool) => {
      rmSync(join(folder, tool));
    },
  };
}
