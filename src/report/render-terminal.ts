import type { ComparisonSummary, Flip, RunSummary } from '../compare/run-summary.ts';
import { type Answer, makeAnswers } from './answer.ts';
import { trendLine } from './check-lines.ts';
import { blankUnmeasured } from './blank-unmeasured.ts';
import { frontLines, historyLines, mixLines } from './detail-lines.ts';
import { importantFlips } from './important-flips.ts';
import { interactionLines } from './interaction-lines.ts';
import { familyNote, MAIN_QUANTITIES, NO_INTERVAL_NOTE, methodLines } from './method-lines.ts';
import { counted, countText } from './number-text.ts';
import type { ReportModel } from './report-model.ts';
import { runWarnings } from './run-warnings.ts';
import { noiseLines } from './noise-lines.ts';
import { nextStep } from './next-step.ts';
import { lineSentences, readingSentences, reasoningSentences } from './scoring-lines.ts';
import { columnsOf, visibleText, visibleValue } from './safe-text.ts';
import { variantTable } from './terminal-table.ts';
import { type Paint, hangingText, makePaint, padText, wrapText } from './terminal-text.ts';
import { splitSentence, verdictTone } from './verdict-words.ts';

export interface TerminalOptions {
  /** Columns of the terminal; 80 is the floor for which the layout is made. */
  width: number;
  color: boolean;
  /** Whether the page and the next step of a run are named at the end; `true` unless told. */
  closing?: boolean;
}

const EXAMPLE_FLIPS = 3;
const LONGEST_NAME = 16;

/** What a person reads after a run: the answer, warnings, the table, each verdict's sentence, examples, what to do next. */
export function renderTerminal(given: ReportModel, { width, color, closing = true }: TerminalOptions): string {
  const model = { ...given, summary: blankUnmeasured(given.summary) };
  const paint = makePaint(color);
  const columns = Math.max(40, Math.min(width, 100));
  const { summary } = model;
  const blocks = [
    makeAnswers(summary).flatMap((answer) => answerLines(answer, columns, paint)),
    runWarnings(summary).flatMap((warning) =>
      hangingText('! ', visibleText(warning), columns).map((line) => paint('warning', line)),
    ),
    [...sourceLines(summary, columns).map((line) => paint('faint', line)), ...variantTable(summary, columns, paint)],
    verdictLines(summary.comparisons, columns, paint),
    [
      ...lineSentences(summary),
      ...readingSentences(summary),
      ...reasoningSentences(summary),
      ...noiseLines(summary),
      ...interactionLines(summary),
      ...mixLines(summary),
      ...frontLines(summary),
      trendLine(summary) ?? '',
      ...historyLines(model.history),
    ]
      .filter((line) => line !== '')
      .flatMap((line) => hangingText('* ', visibleText(line), columns)),
    flipLines(model, columns),
    footerLines(model, columns).map((line) => paint('faint', line)),
    closing
      ? [
          `Report  ${visibleText(summary.runFolder)}/report.html`,
          ...hangingText('Next    ', visibleText(nextStep(summary)), columns),
        ]
      : [],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function sourceLines({ dataset, device }: RunSummary, width: number): string[] {
  const documents = counted(dataset.documents, 'document');
  return wrapText(visibleText(`${dataset.name}, ${dataset.split} split, ${documents}, ${device.name}`), width);
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
  const longest = Math.max(0, ...comparisons.map((comparison) => columnsOf(visibleText(comparison.candidate))));
  // A long name takes a line of its own, so that the sentences keep their room.
  const own = longest > LONGEST_NAME;
  return comparisons.flatMap((comparison) => {
    const name = visibleText(comparison.candidate);
    const { head, rest } = splitSentence(comparison);
    const text = visibleText([`${head}: ${rest}`, flipCounts(comparison, rest)].join(' ').trim());
    const [first = '', ...others] = hangingText(own ? '  ' : padText(name, longest + 2, 'left'), text, width);
    const visibleHead = visibleText(head);
    const painted = first.replace(visibleHead, () => paint(verdictTone(comparison.verdict), visibleHead));
    return own ? [name, painted, ...others] : [painted, ...others];
  });
}

function flipCounts({ verdict, flips }: ComparisonSummary, sentence: string): string {
  if (verdict === 'NOT_MEASURED' || verdict === 'INCOMPARABLE' || /flipped|flips/i.test(sentence)) return '';
  const { lost, gained, changedStillWrong } = flips;
  return `Flips: ${countText(lost)} lost, ${countText(gained)} gained, ${countText(changedStillWrong)} still wrong.`;
}

/** A few lost fields of the first variant that is not called safe: what the loss looks like. */
function flipLines({ summary, flips }: ModelParts, width: number): string[] {
  const target =
    summary.comparisons.find((comparison) => verdictTone(comparison.verdict) !== 'good') ?? summary.comparisons.at(-1);
  const group = flips.find((candidate) => candidate.comparison === target?.candidate);
  if (target === undefined || group === undefined) return [];
  const lost = importantFlips([group], EXAMPLE_FLIPS * 2)
    .flatMap(({ flips: kept }) => kept)
    .filter((flip) => flip.kind === 'lost');
  if (lost.length === 0) return [];
  const lines = lost.slice(0, EXAMPLE_FLIPS).flatMap((flip) => exampleLines(flip, width));
  return [
    `What ${visibleText(target.candidate)} loses, for example (${counted(target.flips.lost, 'field')} in all):`,
    ...lines,
  ];
}

type ModelParts = Pick<ReportModel, 'summary' | 'flips'>;

function exampleLines(flip: Flip, width: number): string[] {
  const printed = flip.printed === null ? 'not on the invoice' : `printed ${quoted(flip.printed)}`;
  const text = `${printed}, answered ${quoted(flip.candidate)}`;
  const [first = '', ...others] = wrapText(
    `${visibleText(flip.document)}  ${visibleText(flip.field)}: ${text}`,
    width - 4,
  );
  return [`  ${first}`, ...others.map((line) => `    ${line}`)];
}

function quoted(value: string | null): string {
  return value === null ? 'nothing' : `“${visibleValue(value)}”`;
}

function footerLines({ summary }: ReportModel, width: number): string[] {
  const text = methodLines(summary, MAIN_QUANTITIES)
    .map((line) => `${capital(line.of)}: ${line.how}`)
    .join('. ');
  const family = summary.comparisons.some(({ sentence }) => sentence.includes('adjusted p')) ? familyNote(summary) : '';
  return [text === '' ? '' : `${text}.`, family, NO_INTERVAL_NOTE]
    .filter((line) => line !== '')
    .flatMap((line) => wrapText(visibleText(line), width));
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
