import { columnsOf, visibleText } from '../../report/safe-text.ts';
import { padText } from '../../report/terminal-text.ts';
import type { Check } from './check.ts';

/** One line per check, what mends it below, and whether the main job can run. */
export function renderChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ id }) => columnsOf(id)));
  const lines = checks.flatMap(({ id, status, found, fix }) => {
    const label = status === 'note' ? '' : status;
    const line = `${padText(label, 7, 'left')}  ${padText(visibleText(id), width, 'left')}  ${visibleText(found)}`;
    return fix === null ? [line] : [line, `${' '.repeat(width + 11)}fix: ${visibleText(fix)}`];
  });
  const problems = checks.filter(({ status }) => status === 'problem').length;
  const end =
    problems === 0
      ? 'Experiments can run here.'
      : `Experiments cannot run here yet: ${problems === 1 ? 'one problem' : `${problems} problems`} above.`;
  return `${lines.join('\n')}\n\n${end}\n`;
}
