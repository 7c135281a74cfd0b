import type { Command } from 'commander';
import { type AssayError, usageError } from '../core/errors.ts';
import { nearestOf } from '../core/nearest.ts';

/** A mistake that the command parser found, in the shape of all other errors: what was found, what is allowed, what next. */
export function describeUsageError(error: { code: string; message: string }, command: Command): AssayError {
  const name = nameOf(command);
  const help = `run \`${name} --help\``;
  const found = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.help':
      return usageError(
        'USAGE_NO_COMMAND',
        `${name} needs a command; allowed: ${childrenOf(command).join(', ')}`,
        help,
      );
    case 'commander.unknownCommand':
      return unknown('USAGE_UNKNOWN_COMMAND', { name, kind: 'command', found, allowed: childrenOf(command), help });
    case 'commander.unknownOption': {
      const allowed = [...command.options, ...command.createHelp().visibleOptions(command)].flatMap(
        ({ long }) => long ?? [],
      );
      return unknown('USAGE_UNKNOWN_OPTION', { name, kind: 'option', found, allowed: [...new Set(allowed)], help });
    }
    default:
      return usageError('USAGE', `${name}: ${error.message.replace(/^error: /, '')}`, help);
  }
}

function unknown(
  code: string,
  { name, kind, found, allowed, help }: Record<'name' | 'kind' | 'found' | 'help', string> & { allowed: string[] },
): AssayError {
  const nearest = nearestOf(found, allowed);
  const message = `${name} has no ${kind} "${found}"; allowed: ${allowed.join(', ')}`;
  return usageError(code, message, nearest === undefined ? help : `did you mean \`${nearest}\`?`);
}

function childrenOf(command: Command): string[] {
  return command.commands.map((child) => child.name());
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}
