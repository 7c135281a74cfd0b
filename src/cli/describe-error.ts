import { AssayError, environmentError, EXIT } from '../core/errors.ts';
import { visibleText } from '../report/safe-text.ts';
import { WorkerLost } from '../runtimes/runtime.ts';

/** Failures of the machine that reach the top as they come from the operating system. */
const SYSTEM_ERRORS: Record<string, { message: string; hint: string }> = {
  EACCES: { message: 'permission denied', hint: 'check who may write there' },
  EPERM: { message: 'not permitted', hint: 'check who may write there' },
  EROFS: { message: 'the file system is read-only', hint: 'choose another folder' },
  ENOSPC: { message: 'no space is left on the disk', hint: 'free some space and run the same command again' },
  EDQUOT: { message: 'the disk quota is used up', hint: 'free some space and run the same command again' },
  EMFILE: { message: 'too many files are open', hint: 'raise the limit with `ulimit -n`' },
  EIO: { message: 'the disk reports an error', hint: 'check the disk' },
};

/** Anything thrown, as the one kind of error that is printed. What nobody foresaw is a bug: exit code 70. */
export function describeError(thrown: unknown, signal: AbortSignal): AssayError {
  // Whatever fails after an interrupt fails because of it: the same signal ends the child processes.
  if (signal.aborted) {
    const hint = 'run the same command again to go on';
    return new AssayError({
      code: 'INTERRUPTED',
      message: 'interrupted',
      hint,
      exitCode: EXIT.interrupted,
      cause: thrown,
    });
  }
  if (thrown instanceof AssayError) return thrown;
  if (thrown instanceof WorkerLost) return describeLostWorker(thrown);
  const { code, path } = Object(thrown) as NodeJS.ErrnoException;
  const known = thrown instanceof Error && code !== undefined ? SYSTEM_ERRORS[code] : undefined;
  if (known !== undefined) {
    return environmentError(
      `SYSTEM_${code}`,
      `${path === undefined ? '' : `${path}: `}${known.message}`,
      known.hint,
      thrown,
    );
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const hint = 'report it with the stack and the command that you ran';
  return new AssayError({ code: 'BUG', message, hint, exitCode: EXIT.bug, cause: thrown });
}

/** A process that holds a model died where nothing could be tried again. */
function describeLostWorker(lost: WorkerLost): AssayError {
  if (lost.outOfMemory) {
    const hint = 'use a smaller quantization or free memory, and run the same command again';
    return environmentError('MEMORY_TOO_SMALL', `memory ran out: ${lost.message}`, hint, lost);
  }
  return environmentError(
    'WORKER_LOST',
    `the process that holds the model is gone: ${lost.message}`,
    'run: assay doctor; then the same command again',
    lost,
  );
}

/** `error CODE message` and `hint  ...`; of a bug, the stack too. */
export function renderError(error: AssayError): string {
  const stack = error.exitCode === EXIT.bug ? [stackOf(error.cause ?? error)] : [];
  const hint = error.hint === undefined ? [] : [`hint  ${error.hint}`];
  const lines = [`error ${error.code} ${error.message}`, ...hint, ...stack].join('\n').split('\n');
  // A message may quote a file or a model: what it quotes must not steer the terminal.
  return `${lines.map(visibleText).join('\n')}\n`;
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
