import {
  BUSINESS_RULES,
  type BusinessRule,
  checkBusinessRules,
  type InvoiceFigures,
  parseMillionths,
} from '../../invoices/business-rules.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import { fieldType } from '../../scoring/field-type.ts';
import type { SourceText } from '../../scoring/grounding.ts';
import type { FieldAnswer } from '../../scoring/score-field.ts';
import type { Answer } from '../infer.ts';
import { normaliseAnswer } from '../normalise.ts';
import { parseAnswer } from '../parse.ts';
import type { Question } from './question.ts';

/** What an answer is found to be, without any truth. */
export interface AnswerCheck {
  /** Rules of EN 16931 that the answer's own figures break. */
  broken: BusinessRule[];
  /** Rules that hold. */
  held: BusinessRule[];
  /** Fields whose value does not stand in the text. */
  ungrounded: string[];
  /** No JSON object at all. */
  unreadable: boolean;
  /** One sentence per finding, for the model. */
  complaints: string[];
}

const PARTS: Partial<Record<BusinessRule, readonly string[]>> = {
  'BR-CO-13': ['lineTotal', 'allowanceTotal', 'chargeTotal', 'netTotal'],
  'BR-CO-15': ['netTotal', 'vatTotal', 'grossTotal'],
  'BR-CO-16': ['grossTotal', 'prepaid', 'amountDue'],
};

/** Checks an answer against itself and against the text that the model saw. */
export function checkAnswer(
  answer: Answer,
  { fields, lineFields, rules }: Pick<Question, 'fields' | 'lineFields' | 'rules'>,
  { source, options }: { source: SourceText; options: NonNullable<PipelineStages['validate']> },
): AnswerCheck {
  const check: AnswerCheck = { broken: [], held: [], ungrounded: [], unreadable: true, complaints: [] };
  if (answer.kind === 'failed') return check;
  const parsed = parseAnswer(answer.text, fields, answer.finish, lineFields);
  if (parsed.problem !== undefined) {
    check.complaints.push(`There was no JSON object: ${parsed.problem}.`);
    return check;
  }
  check.unreadable = false;
  const header = normaliseAnswer(parsed, fields, source.locale, rules);
  const rows = parsed.lines?.map((values) =>
    normaliseAnswer({ values, cut: false }, lineFields ?? [], source.locale, rules),
  );
  if (options.arithmetic) addArithmetic(check, header, rows ?? null);
  if (options.grounding) {
    for (const [field, { raw, value }] of Object.entries(header)) {
      if (raw === null || source.holds(fieldType(field, rules), raw, value)) continue;
      check.ungrounded.push(field);
      check.complaints.push(`${field} "${raw}" does not stand in the document.`);
    }
  }
  return check;
}

/** Which of two checks is better; an answer with fewer findings is. */
export function isBetter(one: AnswerCheck, other: AnswerCheck): boolean {
  const findings = ({ broken, ungrounded, unreadable }: AnswerCheck): number =>
    broken.length + ungrounded.length + (unreadable ? 1000 : 0);
  return findings(one) < findings(other);
}

type Answers = Readonly<Record<string, FieldAnswer>>;

function addArithmetic(check: AnswerCheck, header: Answers, rows: readonly Answers[] | null): void {
  const zeroOf = (field: string): string => `${field} ${header[field]?.raw ?? 'nothing'}`;
  for (const { rule, result } of checkBusinessRules(figuresOf(header, rows))) {
    if (result === 'pass') check.held.push(rule);
    if (result !== 'fail') continue;
    check.broken.push(rule);
    const parts = PARTS[rule]?.filter((field) => field in header);
    const given = parts === undefined ? '' : `: ${parts.map(zeroOf).join(', ')}`;
    check.complaints.push(`It must hold that ${BUSINESS_RULES[rule]}${given}.`);
  }
}

/** The figures that an answer gives; what was not asked for, or cannot be read, is not known. */
function figuresOf(header: Answers, rows: readonly Answers[] | null): InvoiceFigures {
  const known = (answers: Answers, field: string): bigint | null => parseMillionths(answers[field]?.value);
  return {
    lineTotal: known(header, 'lineTotal'),
    allowanceTotal: known(header, 'allowanceTotal'),
    chargeTotal: known(header, 'chargeTotal'),
    netTotal: known(header, 'netTotal'),
    vatTotal: known(header, 'vatTotal'),
    grossTotal: known(header, 'grossTotal'),
    prepaid: absolute(known(header, 'prepaid')),
    rounding: null,
    // Without a prepayment that was asked for, what is due cannot be reckoned.
    amountDue: 'prepaid' in header ? known(header, 'amountDue') : null,
    lines:
      rows === null || rows.length === 0
        ? null
        : rows.map((row) => ({
            quantity: known(row, 'quantity'),
            unitPrice: known(row, 'unitPrice'),
            baseQuantity: 1_000_000n,
            adjustment: 0n,
            netAmount: known(row, 'netAmount'),
            category: null,
            rate: null,
          })),
    adjustments: null,
    vat: null,
  };
}

/** Invoices print a deposit with or without its minus. */
function absolute(value: bigint | null): bigint | null {
  return value !== null && value < 0n ? -value : value;
}
