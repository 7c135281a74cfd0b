/** What the process tells its caller; the meaning of each code is part of the command line's contract. */
export const EXIT = {
  done: 0,
  gateFailed: 1,
  usage: 2,
  environment: 3,
  nothingMeasured: 4,
  cannotResolve: 5,
  incomparable: 6,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface AssayErrorOptions {
  /** Stable, upper snake case, e.g. `SPEC_UNKNOWN_MODEL`. */
  code: string;
  /** Where it is, what was found, what is allowed. */
  message: string;
  /** One imperative line: what to do next. */
  hint?: string;
  exitCode: ExitCode;
  cause?: unknown;
}

/** The one error of Assay: a broken input or environment. A bad model answer is a record, never an error. */
export class AssayError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor({ code, message, hint, exitCode, cause }: AssayErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AssayError';
    this.code = code;
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** A mistake in what the user wrote: command line, experiment, dataset or an unknown id. Exit code 2. */
export function usageError(code: string, message: string, hint?: string): AssayError {
  return new AssayError({ code, message, exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}

/** The machine cannot do it: model file, native library, memory, disk. Exit code 3. */
export function environmentError(code: string, message: string, hint?: string, cause?: unknown): AssayError {
  return new AssayError({ code, message, exitCode: EXIT.environment, cause, ...(hint === undefined ? {} : { hint }) });
}
