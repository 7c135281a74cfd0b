import { InvalidArgumentError, Option } from 'commander';
import type { CommandCall } from './context.ts';

/** `--width N` of the commands that plan a run. */
export function widthOption(): Option {
  return new Option(
    '--width <number>',
    'documents decoded together by one worker, in place of the profile and of what was measured; less where memory allows no more',
  ).argParser((text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1 || number > 4096)
      throw new InvalidArgumentError('It must be a whole number from 1 to 4096.');
    return number;
  });
}

export function readWidth(options: CommandCall['options']): number | undefined {
  return typeof options.width === 'number' ? options.width : undefined;
}
