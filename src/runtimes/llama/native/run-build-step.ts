import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { environmentError } from '../../../core/errors.ts';

export interface BuildStepOptions {
  signal: AbortSignal;
  env?: NodeJS.ProcessEnv;
  onLine?: (line: string) => void;
  /** File that the call and all lines of its output are appended to. */
  log?: string | undefined;
}

/** Lines of a program's output that an error shows. */
const SHOWN_LINES = 6;

/**
 * Runs one program of a build to its end, at low priority and without input; a raised signal ends it and all that it started.
 * @throws AssayError ENGINE_BUILD (exit 3) with its last lines, and the log if there is one.
 */
export async function runBuildStep(
  program: string,
  args: readonly string[],
  { signal, env = process.env, onLine, log }: BuildStepOptions,
): Promise<void> {
  signal.throwIfAborted();
  const write = (line: string): void => {
    if (log !== undefined) appendFileSync(log, `${line}\n`);
  };
  write(`$ ${program} ${args.join(' ')}`);
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const tail: string[] = [];
  const keep = (line: string): void => {
    onLine?.(line);
    write(line);
    if (line.trim() !== '') tail.push(line.trim());
    if (tail.length > SHOWN_LINES) tail.shift();
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);
  const stop = (): void => {
    // The whole group: compilers are children of children.
    if (child.pid !== undefined) killGroup(child.pid);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (child.pid !== undefined) lowerPriority(child.pid);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    signal.throwIfAborted();
    if (code === 0) return;
    throw environmentError(
      'ENGINE_BUILD',
      `${program} ${args[0] ?? ''} ended with code ${code ?? 'none'}: ${tail.join(' | ')}`,
      `Read ${log ?? 'the last lines above'}; the prebuilt engine still works`,
    );
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // Gone already.
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It may have ended already.
  }
}
