import { type DocumentLocale, describeLocale } from '../invoices/describe-locale.ts';
import type { GroundTruth } from '../invoices/truth.ts';
import type { FinishReason } from '../runtimes/runtime.ts';
import { SourceText } from '../scoring/grounding.ts';
import type { DocumentScore, Validity } from '../scoring/outcome.ts';
import { scoreDocument, scoreNothing } from '../scoring/score-document.ts';
import { normaliseAnswer } from './normalise.ts';
import { parseAnswer } from './parse.ts';

export interface ScoreAnswerInput {
  documentText: string;
  truth: Pick<GroundTruth, 'id' | 'fields'>;
  /** Header fields asked for, in order. */
  fields: readonly string[];
  /** What the model wrote. */
  answerText: string;
  finish: FinishReason;
  /** BCP 47 tag given as an input; without it the notation is inferred from the text. */
  declaredLocale?: string;
  /** The document prepared by {@link prepareSource}, where several answers about it are scored. */
  source?: SourceText;
}

/** The document's text with its notation, from the text alone or as declared. */
export function prepareSource(documentText: string, declaredLocale?: string): SourceText {
  return new SourceText(documentText, describeLocale(documentText, declaredLocale));
}

/**
 * The stages parse, normalise and score in one: the score of one answer. Whatever the answer is, the result is a score;
 * one without a JSON object scores 0 on every field. Throws usage errors only for broken truth or unknown fields.
 */
export function scoreAnswer(input: ScoreAnswerInput): DocumentScore {
  const { truth, fields } = input;
  const source = input.source ?? prepareSource(input.documentText, input.declaredLocale);
  const parsed = parseAnswer(input.answerText, fields, input.finish);
  const locale = describe(source.locale);
  if (parsed.problem !== undefined) {
    return { ...scoreNothing(truth, fields, { reason: parsed.problem, validity: parsed.validity }), locale };
  }
  const answers = normaliseAnswer(parsed, fields, source.locale);
  return { ...scoreDocument({ truth, fields, answers, source, validity: parsed.validity }), locale };
}

/** The score of a document on which a stage failed before there was an answer: 0 on every field. */
export function failedScore(input: {
  truth: Pick<GroundTruth, 'id' | 'fields'>;
  fields: readonly string[];
  reason: string;
}): DocumentScore {
  const validity: Validity = { rawJson: false, parsed: false, schemaValid: false, truncated: false, repairs: [] };
  return scoreNothing(input.truth, input.fields, { reason: input.reason, validity });
}

function describe({ tag, decimal, dateOrder, source, unsettled }: DocumentLocale): string {
  const open = unsettled.length === 0 ? '' : `; open: ${unsettled.join(', ')}`;
  return `${tag} ${decimal} ${dateOrder} ${source}${open}`;
}
