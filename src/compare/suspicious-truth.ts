import type { Dataset, DatasetDocument } from '../datasets/dataset.ts';
import { BUSINESS_RULES, type BusinessRule, checkBusinessRules, parseMillionths } from '../invoices/business-rules.ts';
import type { TrueValue } from '../invoices/truth.ts';
import type { TrialRecord } from '../records/record.ts';
import { fieldRule, sameByRule } from '../scoring/field-type.ts';
import type { SourceText } from '../scoring/grounding.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';
import { normaliseValue } from '../stages/normalise.ts';
import { prepareSource } from '../stages/score.ts';

/** Why a true value may be wrong. */
export const SUSPICIONS = {
  'absent-from-text': 'the value stands nowhere in the text',
  'reads-otherwise': 'what is printed reads as another value',
  'broken-arithmetic': 'the true values break a rule of their own',
  'all-variants-disagree': 'every variant gives the same other value, and it stands in the text',
} as const;

export interface Suspicion {
  kind: keyof typeof SUSPICIONS;
  document: string;
  /** Field, `lines[2].netAmount`, or the rule that is broken. */
  field: string;
  truth: string | null;
  /** What speaks against it. */
  evidence: string;
}

type Values = Readonly<Record<string, TrueValue>>;

/** What the documents themselves say against their truth, one document at a time. */
export async function* suspectDocuments(
  dataset: Dataset,
  documents: readonly string[],
  rules: ScoringRules,
): AsyncGenerator<Suspicion[]> {
  for (const id of documents) yield suspectDocument(await dataset.load(id), rules);
}

/** The same of one document. Documents without a text are judged by their sums alone. */
export function suspectDocument({ id, text, truth }: DatasetDocument, rules: ScoringRules): Suspicion[] {
  const source = prepareSource(text);
  const found = text === '' ? [] : suspectValues(truth.fields, { rules, source, name: (field) => field });
  for (const [row, line] of (text === '' ? [] : (truth.lines ?? [])).entries())
    found.push(...suspectValues(line, { rules, source, name: (field) => `lines[${row}].${field}` }));
  const broken = rules.id === '' ? brokenBusinessRules(truth.fields, truth.lines) : brokenChecks(truth, rules);
  for (const [rule, says] of broken)
    found.push({ kind: 'broken-arithmetic', document: id, field: rule, truth: null, evidence: says });
  return found.map((one) => ({ ...one, document: id }));
}

interface ValueCase {
  rules: ScoringRules;
  source: SourceText;
  name: (field: string) => string;
}

function suspectValues(values: Values, { rules, source, name }: ValueCase): Suspicion[] {
  return Object.entries(values).flatMap(([field, { state, value, printed }]): Suspicion[] => {
    if (state !== 'present' || value === null) return [];
    const rule = fieldRule(field, rules);
    const about = { document: '', field: name(field), truth: value };
    const shown = printed ?? value;
    if (!source.holds(rule.type, shown, value))
      return [{ ...about, kind: 'absent-from-text', evidence: `"${shown}" is not in the text` }];
    if (printed === undefined) return [];
    const read = normaliseValue({ text: printed, kind: 'string' }, rule, source.locale);
    if (read.value !== null && sameByRule(rule, read.value, value)) return [];
    const reading = read.value === null ? (read.why ?? 'nothing') : `"${read.value}"`;
    return [{ ...about, kind: 'reads-otherwise', evidence: `"${printed}" reads as ${reading}` }];
  });
}

/** Rules between totals: a rule over lines needs every line of the document, which not every truth labels. */
const RULES: ReadonlySet<BusinessRule> = new Set(['BR-CO-13', 'BR-CO-15', 'BR-CO-16']);

function brokenBusinessRules(fields: Values, lines: readonly Values[] | undefined): [string, string][] {
  const known = (values: Values, field: string): bigint | null => parseMillionths(values[field]?.value);
  // What is due cannot be reckoned where nobody labelled what was paid before.
  const labelled = fields.prepaid !== undefined && fields.prepaid.state !== 'unknown';
  const due = labelled ? known(fields, 'amountDue') : null;
  const nets = lines?.map((line) => known(line, 'netAmount')) ?? [];
  const prepaid = known(fields, 'prepaid');
  const findings = checkBusinessRules({
    lineTotal: known(fields, 'lineTotal'),
    allowanceTotal: known(fields, 'allowanceTotal'),
    chargeTotal: known(fields, 'chargeTotal'),
    netTotal: known(fields, 'netTotal'),
    vatTotal: known(fields, 'vatTotal'),
    grossTotal: known(fields, 'grossTotal'),
    prepaid: prepaid !== null && prepaid < 0n ? -prepaid : prepaid,
    rounding: null,
    amountDue: due,
    lines: null,
    adjustments: null,
    vat: null,
  });
  // Rounding has no field of its own: less than a unit between gross and due may be just that.
  const broken = findings.filter(
    ({ rule, result, difference }) =>
      RULES.has(rule) && result === 'fail' && !(rule === 'BR-CO-16' && difference < 1_000_000n),
  );
  const sum = nets.reduce((all: bigint | null, net) => (all === null || net === null ? null : all + net), 0n);
  const lineTotal = known(fields, 'lineTotal');
  const made: [string, string][] = broken.map(({ rule }) => [rule, `it does not hold that ${BUSINESS_RULES[rule]}`]);
  if (nets.length > 0 && sum !== null && lineTotal !== null && sum !== lineTotal)
    made.push(['BR-CO-10', `it does not hold that ${BUSINESS_RULES['BR-CO-10']}`]);
  return made;
}

function brokenChecks({ fields, lines = [] }: DatasetDocument['truth'], rules: ScoringRules): [string, string][] {
  const valuesOf = (values: Values): Record<string, string | null> =>
    Object.fromEntries(Object.entries(values).map(([field, { value }]) => [field, value]));
  const values = { fields: valuesOf(fields), lines: lines.map(valuesOf) };
  return rules.checks.flatMap(({ name, check }): [string, string][] =>
    check(values) === 'fail' ? [[name, 'the true values do not obey this rule of the task']] : [],
  );
}

/**
 * Header fields in which all variants of a run give one and the same value that is not the truth, and that stands in the text.
 * A field that a document is said not to have counts as well. One variant alone is no witness.
 */
export class Disagreements {
  private readonly documents = new Map<string, Map<string, Witness>>();
  private readonly rules: ScoringRules;
  private readonly variants: number;

  constructor(variants: number, rules: ScoringRules) {
    this.variants = variants;
    this.rules = rules;
  }

  /** One more record, in any order; only the first epoch counts. */
  add({ document, epoch, score }: TrialRecord): void {
    if (epoch !== 0) return;
    for (const { field, outcome, predicted, truth, raw, grounded } of score.fields) {
      if ((outcome !== 'FD' && outcome !== 'FA') || predicted === null || grounded !== true) continue;
      const own = this.documents.get(document) ?? new Map<string, Witness>();
      this.documents.set(document, own);
      const seen = own.get(field);
      if (seen === undefined) own.set(field, { predicted, raw: raw ?? predicted, truth, count: 1 });
      else if (sameByRule(fieldRule(field, this.rules), predicted, seen.predicted)) seen.count += 1;
    }
  }

  suspicions(): Suspicion[] {
    if (this.variants < 2) return [];
    return [...this.documents].flatMap(([document, fields]) =>
      [...fields].flatMap(([field, { raw, truth, count }]): Suspicion[] =>
        count < this.variants
          ? []
          : [{ kind: 'all-variants-disagree', document, field, truth, evidence: `all ${count} variants say "${raw}"` }],
      ),
    );
  }
}

interface Witness {
  predicted: string;
  raw: string;
  truth: string | null;
  count: number;
}
