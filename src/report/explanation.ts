import { type StageTimes, TIMED_STAGES } from '../core/stage-clock.ts';
import type { FieldType } from '../invoices/fields.ts';
import type { DocumentScore, FieldScore } from '../scoring/outcome.ts';
import { millisecondsText, percentText } from './number-text.ts';
import { visibleText, visibleValue } from './safe-text.ts';
import { hangingText, type Paint, type Style } from './terminal-text.ts';

/** One answer about one document. */
export interface ExplainedAnswer {
  variant: string;
  epoch: number;
  /** `null` when a stage failed before there was an answer. */
  output: string | null;
  /** Stage and reason of a failure. */
  failure: string | null;
  score: DocumentScore;
  /** Milliseconds that the document was in each stage; absent where the record does not say. */
  stageMs?: StageTimes;
  /** What the text showed of its notation, a line for each property; nothing where there is no text. */
  evidence?: readonly string[];
  /** Every question, where a pipeline asked several. */
  calls?: readonly ExplainedCall[];
  /** How the text that the model saw was come by, where it is not the dataset's own. */
  input?: { form: string; text: string; pages: number; lost: readonly string[]; confidence?: number };
  /** What the validate stage found. */
  check?: { broken: readonly string[]; held: readonly string[]; ungrounded: readonly string[]; asks: number };
}

export interface ExplainedCall {
  purpose: string;
  promptTokens: number;
  outputTokens: number;
  reasoningTokens?: number;
  output?: string;
  refused?: string;
}

export interface Explanation {
  runId: string;
  document: string;
  /** Tier, layout, locale of the document; empty when the dataset is gone. */
  axes: Record<string, string>;
  /** The document's text; `null` when the dataset is gone or has changed. */
  text: string | null;
  /** Where the true values stand in the text. */
  spans: { field: string; span: [number, number] }[];
  types: Record<string, FieldType>;
  /** Field -> what its own comparator does, where a task or a plugin gives it one. */
  comparators?: Record<string, string>;
  answers: ExplainedAnswer[];
}

/** How values of a type are compared, for people. */
export const COMPARATORS: Record<FieldType, string> = {
  text: 'text: width, white space and case do not count',
  id: 'id: case and separators do not count',
  money: 'money: equal decimals',
  date: 'date: equal days',
  quantity: 'quantity: equal within 0.0001 %',
  code: 'code: case does not count',
};

const RIGHT = new Set(['TP', 'TN']);
const OUTCOMES: Record<FieldScore['outcome'], string> = {
  TP: 'right',
  FD: 'wrong value',
  FN: 'missed',
  FA: 'invented',
  TN: 'rightly empty',
};

/** Every field of every answer with the reason of its outcome, the answers as written, and the text with its values marked. */
export function renderExplanation(explanation: Explanation, { width, paint }: { width: number; paint: Paint }): string {
  const { runId, document, axes, text, answers } = explanation;
  const places = Object.entries(axes).map(([axis, value]) => `${axis} ${value}`);
  const lines = [
    paint('strong', visibleText(`${document} in ${runId}`)),
    ...(places.length > 0 ? [visibleText(places.join(', '))] : []),
    ...answers.flatMap((answer) => ['', ...answerLines(answer, explanation, { width, paint })]),
    '',
    ...(text === null ? ['The text is not shown: the dataset is gone or has changed.'] : textLines(explanation, paint)),
  ];
  return `${lines.join('\n')}\n`;
}

interface Look {
  width: number;
  paint: Paint;
}

/** How the values of every field are compared. */
function comparedBy({ types, comparators = {} }: Explanation): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(types).map(([field, type]) => [field, COMPARATORS[type]])),
    ...comparators,
  };
}

function answerLines(answer: ExplainedAnswer, explanation: Explanation, { width, paint }: Look): string[] {
  const { variant, epoch, score, output, failure } = answer;
  const compared = comparedBy(explanation);
  const { validity, fieldAccuracy, fields, locale, scorer } = score;
  const rungs = [
    validity.rawJson ? 'raw JSON' : validity.parsed ? 'JSON after repair' : 'no JSON',
    validity.schemaValid ? 'schema valid' : 'not the asked schema',
    ...(validity.truncated ? ['cut off'] : []),
    ...(validity.echo === true ? ['echo of the question'] : []),
    ...validity.repairs,
  ];
  const right = fields.filter(({ outcome }) => RIGHT.has(outcome)).length;
  const name = epoch === 0 ? variant : `${variant}, epoch ${epoch}`;
  const head = `${name}: ${right} of ${fields.length} fields right (${percentText(fieldAccuracy)}%), scorer ${scorer}`;
  return [
    paint('strong', visibleText(head)),
    ...(failure === null ? [] : hangingText('  failed: ', visibleText(failure), width)),
    ...(score.failed === undefined ? [] : hangingText('  not scored: ', visibleText(score.failed), width)),
    visibleText(`  ${rungs.join(', ')}${locale === undefined ? '' : `; read as ${locale}`}`),
    ...(answer.evidence ?? []).flatMap((line) => hangingText('    ', visibleText(line), width)),
    ...fields.flatMap((field) => fieldLines(field, compared[field.field], { width, paint })),
    ...lineItems(score, compared, { width, paint }),
    ...Object.entries(score.checks ?? {}).map(([name, result]) => visibleText(`  rule ${name}: ${result}`)),
    ...Object.entries(score.metrics ?? {}).map(([name, value]) => visibleText(`  ${name}: ${value ?? 'says nothing'}`)),
    ...wayLines(answer, width),
    ...stageLines(answer, width),
    ...(output === null ? [] : ['  answer:', ...output.split('\n').map((line) => `    ${visibleText(line)}`)]),
  ];
}

/** How the answer came about, where it took more than one question about the dataset's own text. */
function wayLines({ calls = [], input, check }: ExplainedAnswer, width: number): string[] {
  const lines: string[] = [];
  if (input !== undefined) {
    const sure = input.confidence === undefined ? '' : `, OCR confidence ${percentText(input.confidence)}%`;
    const pages = `${input.pages} ${input.pages === 1 ? 'page' : 'pages'}`;
    lines.push(`  read from its ${visibleText(input.form)} (${pages}${sure})`);
    if (input.lost.length > 0)
      lines.push(...hangingText('  lost in reading: ', visibleText(input.lost.join(', ')), width));
  }
  if (check !== undefined) {
    const { broken, ungrounded, asks } = check;
    const found = [
      ...broken.map((rule) => `${rule} does not hold`),
      ...ungrounded.map((field) => `${field} not in the text`),
    ];
    const again = asks === 0 ? '' : `; asked again ${asks === 1 ? 'once' : `${asks} times`}`;
    lines.push(...hangingText('  checked: ', visibleText(`${found.join(', ') || 'nothing found'}${again}`), width));
  }
  for (const [index, call] of calls.entries()) {
    const { purpose, promptTokens, outputTokens, reasoningTokens, output, refused } = call;
    const said = refused === undefined ? (output ?? '').replace(/\s+/g, ' ') : `refused: ${refused}`;
    const thought = reasoningTokens === undefined ? '' : `, ${reasoningTokens} of them reasoning`;
    const head = `  call ${index + 1}, ${purpose} (${promptTokens} tokens in, ${outputTokens} out${thought}): `;
    lines.push(...hangingText(visibleText(head), visibleText(said), width));
  }
  return lines;
}

function stageLines({ stageMs = {} }: ExplainedAnswer, width: number): string[] {
  const times = TIMED_STAGES.flatMap((stage) => {
    const ms = stageMs[stage];
    return ms === undefined ? [] : [`${stage} ${millisecondsText(ms)}`];
  });
  return times.length === 0 ? [] : hangingText('  milliseconds: ', times.join(', '), width);
}

/** Every cell of the lines under the pair of rows that it belongs to. */
function lineItems({ lines }: DocumentScore, compared: Record<string, string>, look: Look): string[] {
  if (lines === undefined) return [];
  const { cells, cellAccuracy, trueRows, answerRows, pairedRows, exactRows } = lines;
  const head = `  lines: ${percentText(cellAccuracy)}% of ${cells.length} cells right; ${trueRows} due, ${answerRows} given, ${pairedRows} paired, ${exactRows} exact`;
  const shown: string[] = [head];
  let last = '';
  for (const cell of cells) {
    const { truthRow, answerRow } = cell;
    const row =
      truthRow === null
        ? `row ${(answerRow ?? 0) + 1} of the answer, which no line of the document is like`
        : `line ${truthRow + 1}${answerRow === null ? ', which no row of the answer is like' : `, row ${answerRow + 1} of the answer`}`;
    if (row !== last) shown.push(`   ${row}`);
    last = row;
    shown.push(...fieldLines(cell, compared[cell.field], look).map((line) => `  ${line}`));
  }
  return shown;
}

function fieldLines(field: FieldScore, compared: string | undefined, { width, paint }: Look): string[] {
  const { outcome, raw, predicted, truth, printed, why } = field;
  const tone: Style = RIGHT.has(outcome) ? 'good' : 'bad';
  const head = `  ${paint(tone, outcome)} ${visibleText(field.field)}: ${OUTCOMES[outcome]}`;
  const line = (label: string, text: string): string[] => hangingText(`       ${label.padEnd(11)}`, text, width);
  if (outcome === 'TN') return [head];
  return [
    head,
    ...line('answered', raw === null ? 'nothing' : quoted(raw)),
    ...(raw === null || predicted === raw ? [] : line('read as', predicted === null ? 'nothing' : quoted(predicted))),
    ...line('truth', truth === null ? 'not on the document' : quoted(truth)),
    ...(printed === undefined || printed === truth ? [] : line('printed', quoted(printed))),
    ...(why === undefined ? [] : line('why', visibleText(why))),
    ...(compared === undefined ? [] : line('compared', compared)),
    ...groundedTexts(field).flatMap((text) => line('grounded', text)),
  ];
}

/** Said of both texts where the document was read from a file. */
function groundedTexts({ grounded, groundedClean }: FieldScore): string[] {
  const said = (stands: boolean, text: string): string => `stands ${stands ? '' : 'nowhere '}in ${text}`;
  if (groundedClean !== undefined && grounded !== null)
    return [`${said(grounded, 'the text that was read')}, ${said(groundedClean, 'the clean text')}`];
  return grounded === null ? [] : [said(grounded, 'the text')];
}

function quoted(value: string): string {
  return `“${visibleValue(value)}”`;
}

/** The text with each true value between brackets, its field behind it. */
function textLines({ text, spans }: Explanation, paint: Paint): string[] {
  const whole = text ?? '';
  let at = 0;
  let marked = '';
  for (const { field, span } of [...spans].sort((a, b) => a.span[0] - b.span[0])) {
    const [start, end] = span;
    // Values that share a place, as a number inside another, would break each other's brackets.
    if (start < at || end > whole.length) continue;
    marked += `${shown(whole.slice(at, start))}${paint('strong', `⟦${shown(whole.slice(start, end))}⟧`)}${paint('faint', field)}`;
    at = end;
  }
  return `${marked}${shown(whole.slice(at))}`.trimEnd().split('\n');
}

function shown(text: string): string {
  return text.replaceAll('\r\n', '\n').split('\n').map(visibleText).join('\n');
}
