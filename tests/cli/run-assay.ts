import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface AssayResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

interface AssayOptions {
  cwd?: string;
  nodeOptions?: readonly string[];
}

/** Starts the compiled command line as a process of its own; what it printed is there once it has ended. */
export function startAssay(
  args: readonly string[],
  { cwd = process.cwd(), nodeOptions = [] }: AssayOptions = {},
): { child: ChildProcess; ended: Promise<AssayResult> } {
  const child = spawn(process.execPath, [...nodeOptions, main, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<AssayResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { child, ended };
}

/** Runs the compiled command line as a process of its own. */
export function runAssay(args: readonly string[], options?: AssayOptions): Promise<AssayResult> {
  return startAssay(args, options).ended;
}
