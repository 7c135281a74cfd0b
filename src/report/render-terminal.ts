import type { ComparisonSummary, Flip } from '../compare/run-summary.ts';
import { type Answer, makeAnswers } from './answer.ts';
import { importantFlips } from './important-flips.ts';
import { MAIN_QUANTITIES, NO_INTERVAL_NOTE, methodLines } from './method-lines.ts';
import { counted, countText } from './number-text.ts';
import type { ReportModel } from './report-model.ts';
import { runWarnings } from './run-warnings.ts';
import { nextStep } from './next-step.ts';
import { visibleText, visibleValue } from './safe-text.ts';
import { variantTable } from './terminal-table.ts';
import { type Paint, hangingText, makePaint, padText, wrapText } from './terminal-text.ts';
import { splitSentence, verdictTone } from './verdict-words.ts';

export interface TerminalOptions {
  /** Columns of the terminal; 80 is the floor for which the layout is made. */
  width: number;
  color: boolean;
}

const EXAMPLE_FLIPS = 3;

/** What a person reads after a run: the answer, warnings, the table, each verdict's sentence, examples, what to do next. */
export function renderTerminal(model: ReportModel, { width, color }: TerminalOptions): string {
  const paint = makePaint(color);
  const columns = Math.max(40, Math.min(width, 100));
  const { summary } = model;
  const blocks = [
    makeAnswers(summary).flatMap((answer) => answerLines(answer, columns, paint)),
    runWarnings(summary).flatMap((warning) =>
      hangingText('! ', visibleText(warning), columns).map((line) => paint('warning', line)),
    ),
    [
      paint(
        'faint',
        visibleText(
          `${summary.dataset.name}, ${summary.dataset.split} split, ${counted(summary.dataset.documents, 'document')}, ${summary.device.name}`,
        ),
      ),
      ...variantTable(summary, columns, paint),
    ],
    verdictLines(summary.comparisons, columns, paint),
    flipLines(model, columns, paint),
    footerLines(model, columns).map((line) => paint('faint', line)),
    [
      `Report  ${visibleText(summary.runFolder)}/report.html`,
      ...hangingText('Next    ', visibleText(nextStep(summary)), columns),
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function answerLines(answer: Answer, width: number, paint: Paint): string[] {
  const facts = answer.facts.map((fact) => `${fact.value} ${fact.label}${fact.note === '' ? '' : ` (${fact.note})`}`);
  const detail = [facts.length > 0 ? `Against ${answer.baseline}: ${facts.join('; ')}.` : '', answer.detail];
  return [
    ...wrapText(visibleText(answer.headline), width).map((line) => paint('strong', paint(answer.tone, line))),
    ...detail.filter((text) => text !== '').flatMap((text) => wrapText(visibleText(text), width)),
  ];
}

function verdictLines(comparisons: ComparisonSummary[], width: number, paint: Paint): string[] {
  const lead = Math.min(16, Math.max(0, ...comparisons.map((comparison) => comparison.candidate.length))) + 2;
  return comparisons.flatMap((comparison) => {
    const { head, rest } = splitSentence(comparison);
    const { lost, gained, changedStillWrong } = comparison.flips;
    const flips = `Flips: ${countText(lost)} lost, ${countText(gained)} gained, ${countText(changedStillWrong)} changed but still wrong.`;
    const text = visibleText(/flipped|flips/i.test(rest) ? `${head}: ${rest}` : `${head}: ${rest} ${flips}`);
    const [first = '', ...others] = hangingText(padText(visibleText(comparison.candidate), lead, 'left'), text, width);
    const visibleHead = visibleText(head);
    return [first.replace(visibleHead, () => paint(verdictTone(comparison.verdict), visibleHead)), ...others];
  });
}

/** A few lost fields of the first variant that is not called safe: what the loss looks like. */
function flipLines({ summary, flips }: ModelParts, width: number, paint: Paint): string[] {
  const target =
    summary.comparisons.find((comparison) => verdictTone(comparison.verdict) !== 'good') ?? summary.comparisons.at(-1);
  const group = flips.find((candidate) => candidate.comparison === target?.candidate);
  if (target === undefined || group === undefined) return [];
  const lost = importantFlips([group], EXAMPLE_FLIPS * 2)
    .flatMap(({ flips: kept }) => kept)
    .filter((flip) => flip.kind === 'lost');
  if (lost.length === 0) return [];
  const lines = lost.slice(0, EXAMPLE_FLIPS).flatMap((flip) => exampleLines(flip, width, paint));
  return [
    `What ${visibleText(target.candidate)} loses, for example (${counted(target.flips.lost, 'field')} in all):`,
    ...lines,
  ];
}

type ModelParts = Pick<ReportModel, 'summary' | 'flips'>;

function exampleLines(flip: Flip, width: number, paint: Paint): string[] {
  const printed = flip.printed === null ? 'not on the invoice' : `printed ${quoted(flip.printed)}`;
  const text = `${printed}, answered ${quoted(flip.candidate)}`;
  return hangingText(`  ${paint('faint', visibleText(flip.document))}  ${visibleText(flip.field)}: `, text, width);
}

function quoted(value: string | null): string {
  return value === null ? 'nothing' : `“${visibleValue(value)}”`;
}

function footerLines({ summary }: ReportModel, width: number): string[] {
  const text = methodLines(summary, MAIN_QUANTITIES)
    .map((line) => `${capital(line.of)}: ${line.how}`)
    .join('. ');
  return [text === '' ? '' : `${text}.`, NO_INTERVAL_NOTE]
    .filter((line) => line !== '')
    .flatMap((line) => wrapText(visibleText(line), width));
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
