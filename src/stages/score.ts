import { type StageClock, timed } from '../core/stage-clock.ts';
import { type DocumentLocale, describeLocale } from '../invoices/describe-locale.ts';
import type { FinishReason } from '../runtimes/runtime.ts';
import { SourceText } from '../scoring/grounding.ts';
import type { DocumentScore, Validity } from '../scoring/outcome.ts';
import { namingDocument } from '../scoring/plugin-failure.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';
import { type ScoredTruth, scoreDocument, scoreNothing } from '../scoring/score-document.ts';
import { normaliseAnswer } from './normalise.ts';
import { LINES_KEY } from './parse.ts';
import { cutRowsOf, type MergeNote, type ReadAnswer, readAnswer, whyUnanswered } from './read-answer.ts';
import { cleanPlainText } from './reading/clean-text.ts';

export interface ScoreAnswerInput {
  /** Empty where it is not known. */
  documentText: string;
  truth: ScoredTruth;
  /** Header fields asked for, in order. */
  fields: readonly string[];
  /** Cells asked for in each invoice line; lines are not scored without. */
  lineFields?: readonly string[] | undefined;
  /** What the model wrote, or what was put together from several answers. */
  answerText: string;
  finish: FinishReason;
  /** Of an answer put together from several; without it, `answerText` is what one call gave. */
  merged?: MergeNote | undefined;
  /** The document prepared by {@link prepareSource}, where several answers about it are scored. */
  source?: SourceText;
  /** Of the task; invoices without. */
  rules?: ScoringRules | undefined;
  /** Of the document; parse, normalise and score are timed on it. */
  clock?: StageClock | undefined;
}

/** The document's text, without what no reader of it sees, with its notation, from the text alone or as the rules declare it. */
export function prepareSource(documentText: string, rules?: Pick<ScoringRules, 'locale'>): SourceText {
  const text = cleanPlainText(documentText);
  return new SourceText(text, describeLocale(text, rules?.locale));
}

/**
 * The source of an answer. Where nobody knows the text of a document, as of a picture that a model saw, nothing can be looked up, and the
 * notation is inferred from the answer, which copies what is printed.
 */
export function sourceOfAnswer(
  documentText: string,
  answerText: string,
  rules?: Pick<ScoringRules, 'locale'>,
): SourceText {
  if (documentText !== '') return prepareSource(documentText, rules);
  return new SourceText('', describeLocale(answerText, rules?.locale));
}

/**
 * The stages parse, normalise and score in one: the score of one answer. Whatever the answer is, the result is a score;
 * one without a JSON object scores 0 on every field. Throws usage errors only for broken truth, unknown fields, and plugins that fail.
 */
export function scoreAnswer(input: ScoreAnswerInput): DocumentScore {
  return namingDocument(input.truth.id, () => scoreOf(input));
}

function scoreOf(input: ScoreAnswerInput): DocumentScore {
  const { truth, fields, lineFields, rules, answerText: text, finish, merged, clock } = input;
  const parsed = timed(clock, 'parse', () => readAnswer({ text, finish, merged }, { fields, lineFields, rules }));
  const { source, answers, lines } = timed(clock, 'normalise', () => normaliseParsed(parsed, input));
  const locale = describe(source.locale);
  const { problem: reason, validity } = parsed;
  return timed(clock, 'score', () => {
    if (reason !== undefined)
      return { ...scoreNothing(truth, fields, { reason, validity, lineFields, rules }), locale };
    const score = { truth, fields, answers, source, validity, rules };
    return { ...scoreDocument(lineFields === undefined ? score : { ...score, lineFields, lines }), locale };
  });
}

interface Normalised {
  source: SourceText;
  answers: ReturnType<typeof normaliseAnswer>;
  /** `null` where lines were asked for and no call about them came to anything: an invoice without lines is no success of theirs. */
  lines: ReturnType<typeof normaliseAnswer>[] | null;
}

function normaliseParsed(
  parsed: ReadAnswer,
  { documentText, fields, lineFields, rules, source: known }: ScoreAnswerInput,
): Normalised {
  const source = known ?? sourceOfAnswer(documentText, parsed.text, rules);
  if (parsed.problem !== undefined) return { source, answers: {}, lines: null };
  const answers = normaliseAnswer(parsed, fields, source.locale, rules);
  if (lineFields === undefined || whyUnanswered({ ...parsed, cut: false }, LINES_KEY) !== undefined)
    return { source, answers, lines: null };
  const cutRows = cutRowsOf(parsed);
  const lines = (parsed.lines ?? [])
    .map((values, at) => normaliseAnswer({ values, cut: cutRows.includes(at) }, lineFields, source.locale, rules))
    // A row of nothing but nulls claims no line.
    .filter((row) => lineFields.some((field) => row[field]?.raw !== null));
  return { source, answers, lines };
}

/** The score of a document on which a stage failed before there was an answer: 0 on every field. */
export function failedScore(input: {
  truth: ScoredTruth;
  fields: readonly string[];
  lineFields?: readonly string[] | undefined;
  reason: string;
  rules?: ScoringRules | undefined;
}): DocumentScore {
  const validity: Validity = { rawJson: false, parsed: false, schemaValid: false, truncated: false, repairs: [] };
  const { truth, fields, reason, lineFields, rules } = input;
  return namingDocument(truth.id, () => scoreNothing(truth, fields, { reason, validity, lineFields, rules }));
}

function describe({ tag, decimal, dateOrder, source, unsettled }: DocumentLocale): string {
  const open = unsettled.length === 0 ? '' : `; open: ${unsettled.join(', ')}`;
  return `${tag} ${decimal} ${dateOrder} ${source}${open}`;
}
