import { dirname, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { ReportModel } from '../report/report-model.ts';
import type { CommandCall } from './context.ts';

/** Formats of a report that are text. */
export const TEXT_FORMATS = ['terminal', 'markdown', 'csv', 'json', 'junit', 'html'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** A model in one format. `json` is the summary alone. */
export async function renderFormat(
  model: ReportModel,
  format: TextFormat,
  { call, closing = true }: { call: CommandCall; closing?: boolean },
): Promise<string> {
  switch (format) {
    case 'markdown':
      return (await import('../report/render-markdown.ts')).renderMarkdown(model);
    case 'csv':
      return (await import('../report/render-csv.ts')).renderCsv(model);
    case 'junit':
      return (await import('../report/render-junit.ts')).renderJunit(model);
    case 'html':
      return (await import('../report/html/render-html.ts')).renderHtml(model);
    case 'json':
      return `${JSON.stringify(model.summary, null, 2)}\n`;
    default: {
      const { renderTerminal } = await import('../report/render-terminal.ts');
      return renderTerminal(model, { ...terminalOf(call), closing });
    }
  }
}

/** Width and colour of standard output. */
export function terminalOf({ stdout, env }: CommandCall): { width: number; color: boolean } {
  return { width: stdout.columns ?? 80, color: stdout.isTTY === true && env.NO_COLOR === undefined };
}

/** Writes a file that the user named, as a whole, with the folders above it. Gives its path. */
export async function writeNamedFile(cwd: string, path: string, content: string): Promise<string> {
  const [{ makeFolder }, { writeWhole }] = await Promise.all([
    import('../core/make-folder.ts'),
    import('../records/run-folder.ts'),
  ]);
  const full = resolve(cwd, path);
  await makeFolder(dirname(full));
  await writeWhole(full, content);
  return full;
}

/** A share in (0, 1) from the command line, as a fraction or with a percent sign. */
export function shareOf(text: string): number {
  const percent = /^(.*\d)\s*%$/.exec(text.trim());
  const share = percent === null ? Number(text) : Number(percent[1]) / 100;
  if (!(share > 0 && share < 1)) throw new InvalidArgumentError('It must be a share between 0 and 1, e.g. 0.02 or 2%.');
  return share;
}

/** One word of a list from the command line. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`Allowed: ${words.join(', ')}.`);
    return found;
  };
}

/** Words of a list from the command line, separated by commas. */
export function someOf<Word extends string>(words: readonly Word[]): (text: string) => Word[] {
  return (text) => text.split(',').map((word) => oneOf(words)(word.trim()));
}
