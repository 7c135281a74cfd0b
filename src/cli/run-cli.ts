import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type AssayError, EXIT, type ExitCode } from '../core/errors.ts';
import { type CliContext, type CommandAction, type CommandResult, SCHEMA_VERSION } from './context.ts';
import { describeError, renderError } from './describe-error.ts';
import { makeProgram } from './program.ts';
import { describeUsageError } from './usage-error.ts';

/**
 * Runs one command line (without the names of node and script) and gives its exit code. Never throws, and never ends the
 * process. Under `--json` standard output gets exactly one JSON document, whatever happens.
 */
export async function runCli(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  const end = argv.indexOf('--');
  const json = argv.slice(0, end === -1 ? argv.length : end).includes('--json');
  try {
    const result = await runCommand(argv, context, json);
    if (json) printJson(context, result.exitCode, result.document);
    else context.stdout.write(result.text);
    return result.exitCode;
  } catch (thrown) {
    const error = describeError(thrown, context.signal);
    printError(error, context, json);
    return error.exitCode;
  }
}

/** Thrown by the parser's exit hook for `--help` and `--version`: they have printed, and nothing is left to do. */
class Answered extends Error {}

async function runCommand(argv: readonly string[], context: CliContext, json: boolean): Promise<CommandResult> {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  let printed = '';
  let chosen: { command: Command; action: CommandAction } | undefined;
  const program = makeProgram({
    version,
    choose: (command, action) => {
      chosen = { command, action };
    },
    writeOut: (text) => {
      printed += text;
    },
    // Help that nobody asked for, after a command without its subcommand.
    writeErr: (text) => context.stderr.write(`${text}\n`),
    exit: (error, command) => {
      if (error.exitCode === 0) throw new Answered();
      throw describeUsageError(error, command);
    },
  });
  try {
    program.parse(argv, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof Answered)) throw thrown;
    const document = printed.trim() === version ? { version } : { help: printed };
    return { exitCode: EXIT.done, document, text: printed };
  }
  if (chosen === undefined) throw new Error(`no command was chosen by ${argv.join(' ')}`);
  const { command, action } = chosen;
  return await action({ ...context, args: command.args, options: command.opts(), json });
}

function printJson(context: CliContext, exitCode: ExitCode, document: object): void {
  context.stdout.write(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...document, exitCode }, null, 2)}\n`);
}

function printError(error: AssayError, context: CliContext, json: boolean): void {
  const { code, message, hint = null, exitCode } = error;
  if (json) printJson(context, exitCode, { error: { code, message, hint } });
  if (!json || exitCode === EXIT.bug) context.stderr.write(renderError(error));
}
