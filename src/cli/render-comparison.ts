import type { ComparedRuns, PairNotes } from '../compare/compare-runs.ts';
import { renderDifferences } from '../compare/spec-differences.ts';
import type { ReportModel } from '../report/report-model.ts';
import { visibleText } from '../report/safe-text.ts';
import type { CommandCall } from './context.ts';
import { renderFormat, type TextFormat } from './report-formats.ts';

/** Lines of one difference of specs that a terminal shows; `--json` holds all. */
const LINES_SHOWN = 24;

/** A comparison as any report shows it; for people with what differs between the specs, and what mends a refusal. */
export async function renderComparison(compared: ComparedRuns, format: TextFormat, call: CommandCall): Promise<string> {
  const text = await renderFormat(comparisonModel(compared), format, { call, closing: false });
  if (format === 'terminal') return `${text}${compared.pairs.map(terminalNotes).join('')}`;
  if (format === 'markdown') return `${text}${compared.pairs.map(markdownNotes).join('')}`;
  return text;
}

export function comparisonModel({ summary, flips }: ComparedRuns): ReportModel {
  return {
    summary,
    flips: [...flips].map(([comparison, own]) => ({ comparison, flips: own, total: own.length })),
  };
}

function terminalNotes(pair: PairNotes): string {
  const lines = renderDifferences(pair.differences).map(visibleText);
  const left = lines.length - LINES_SHOWN;
  return [
    ...pair.obstacles.map(({ text, mend }) => `\n! ${visibleText(text)}\n  ${mend}\n`),
    `\n${visibleText(pair.baseline)} → ${visibleText(pair.candidate)}\n`,
    ...(lines.length === 0 ? ['  nothing differs but the run\n'] : []),
    ...lines.slice(0, LINES_SHOWN).map((line) => `  ${line}\n`),
    ...(left > 0 ? [`  and ${left} more lines: see them with --json\n`] : []),
  ].join('');
}

function markdownNotes({ baseline, candidate, obstacles, differences }: PairNotes): string {
  const lines = renderDifferences(differences).map((line) => visibleText(line).replaceAll('```', "'''"));
  const mends = obstacles.map(({ text, mend }) => `- ${text}: ${mend}\n`).join('');
  return `\n<details><summary>What differs: ${escaped(baseline)} → ${escaped(candidate)}</summary>\n\n${mends}\n\`\`\`diff\n${lines.join('\n')}\n\`\`\`\n\n</details>\n`;
}

function escaped(text: string): string {
  return visibleText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
