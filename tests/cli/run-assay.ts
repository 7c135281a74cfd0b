import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface AssayResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the compiled command line as a process of its own. */
export async function runAssay(
  args: readonly string[],
  { cwd = process.cwd(), nodeOptions = [] as readonly string[] } = {},
): Promise<AssayResult> {
  const child = spawn(process.execPath, [...nodeOptions, main, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
