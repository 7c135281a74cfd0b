import type { Command } from 'commander';
import type { ExitCode } from '../core/errors.ts';

/** Version of every JSON document that the command line prints, unless the document carries its own. */
export const SCHEMA_VERSION = 1;

export interface OutputStream {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** All that a command may know of the process around it. */
export interface CliContext {
  stdout: OutputStream;
  stderr: OutputStream;
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first interrupt. */
  signal: AbortSignal;
  /** Milliseconds on a clock that only goes forward. */
  now: () => number;
}

/** One call of a command. */
export interface CommandCall extends CliContext {
  args: readonly string[];
  options: Readonly<Record<string, unknown>>;
  /** Whether standard output belongs to one JSON document. */
  json: boolean;
}

/** What a command has to say: `document` under `--json`, else `text`. */
export interface CommandResult {
  exitCode: ExitCode;
  /** Members of the JSON document beside `schemaVersion` and `exitCode`. */
  document: object;
  /** For people; ends with a line break, or is empty. */
  text: string;
}

export type CommandAction = (call: CommandCall) => Promise<CommandResult>;

/** Takes the action of a command that is to run; nothing runs while the command line is read. */
export type Choose = (command: Command, action: CommandAction) => void;

/** Adds one command (and those below it) to its parent. */
export type AddCommand = (parent: Command, choose: Choose) => void;
