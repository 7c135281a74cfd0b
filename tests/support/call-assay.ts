import { runCli } from '../../src/cli/run-cli.ts';

/** Runs a command with `--json` inside this process, in the folder `cwd`, and gives its one document. */
export async function callAssay(
  cwd: string,
  ...args: string[]
): Promise<{ exitCode: number; document: Record<string, unknown> }> {
  let stdout = '';
  const exitCode = await runCli([...args, '--json'], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => {} },
    cwd,
    env: process.env,
    signal: new AbortController().signal,
    now: () => performance.now(),
  });
  return { exitCode, document: JSON.parse(stdout) as Record<string, unknown> };
}
