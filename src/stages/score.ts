import { type DocumentLocale, describeLocale } from '../invoices/describe-locale.ts';
import type { FinishReason } from '../runtimes/runtime.ts';
import { SourceText } from '../scoring/grounding.ts';
import type { DocumentScore, Validity } from '../scoring/outcome.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';
import { type ScoredTruth, scoreDocument, scoreNothing } from '../scoring/score-document.ts';
import { normaliseAnswer } from './normalise.ts';
import { parseAnswer } from './parse.ts';

export interface ScoreAnswerInput {
  /** Empty where it is not known. */
  documentText: string;
  truth: ScoredTruth;
  /** Header fields asked for, in order. */
  fields: readonly string[];
  /** Cells asked for in each invoice line; lines are not scored without. */
  lineFields?: readonly string[] | undefined;
  /** What the model wrote. */
  answerText: string;
  finish: FinishReason;
  /** BCP 47 tag given as an input; without it the notation is inferred from the text. */
  declaredLocale?: string;
  /** The document prepared by {@link prepareSource}, where several answers about it are scored. */
  source?: SourceText;
  /** Of the task; invoices without. */
  rules?: ScoringRules | undefined;
}

/** The document's text with its notation, from the text alone or as declared. */
export function prepareSource(documentText: string, declaredLocale?: string): SourceText {
  return new SourceText(documentText, describeLocale(documentText, declaredLocale));
}

/**
 * The source of an answer. Where nobody knows the text of a document, as of a picture that a model saw, nothing can be looked up, and the
 * notation is inferred from the answer, which copies what is printed.
 */
export function sourceOfAnswer(documentText: string, answerText: string, declaredLocale?: string): SourceText {
  if (documentText !== '') return prepareSource(documentText, declaredLocale);
  return new SourceText('', describeLocale(answerText, declaredLocale));
}

/**
 * The stages parse, normalise and score in one: the score of one answer. Whatever the answer is, the result is a score;
 * one without a JSON object scores 0 on every field. Throws usage errors only for broken truth or unknown fields.
 */
export function scoreAnswer(input: ScoreAnswerInput): DocumentScore {
  const { truth, fields, lineFields, rules } = input;
  const answerText = (rules?.rewriteAnswer ?? []).reduce((text, rewrite) => rewrite(text), input.answerText);
  const source = input.source ?? sourceOfAnswer(input.documentText, answerText, input.declaredLocale);
  const parsed = parseAnswer(answerText, fields, input.finish, lineFields);
  const locale = describe(source.locale);
  if (parsed.problem !== undefined) {
    return {
      ...scoreNothing(truth, fields, { reason: parsed.problem, validity: parsed.validity, lineFields, rules }),
      locale,
    };
  }
  const answers = normaliseAnswer(parsed, fields, source.locale, rules);
  const score = { truth, fields, answers, source, validity: parsed.validity, rules };
  if (lineFields === undefined) return { ...scoreDocument(score), locale };
  const rows = parsed.lines ?? [];
  const lines = rows
    .map((values, at) =>
      normaliseAnswer({ values, cut: parsed.cut && at === rows.length - 1 }, lineFields, source.locale, rules),
    )
    // A row of nothing but nulls claims no line.
    .filter((row) => lineFields.some((field) => row[field]?.raw !== null));
  return { ...scoreDocument({ ...score, lineFields, lines }), locale };
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
  return scoreNothing(truth, fields, { reason, validity, lineFields, rules });
}

function describe({ tag, decimal, dateOrder, source, unsettled }: DocumentLocale): string {
  const open = unsettled.length === 0 ? '' : `; open: ${unsettled.join(', ')}`;
  return `${tag} ${decimal} ${dateOrder} ${source}${open}`;
}
