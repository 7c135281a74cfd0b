import type { DecisionSpec } from '../spec/spec.ts';
import { compareAnswers } from './compare-answers.ts';
import { type DisagreementBound, disagreementBound } from '../statistics/disagreement.ts';
import { decideNonInferiority } from '../statistics/non-inferiority.ts';
import type { Verdict } from '../statistics/verdict.ts';
import type { FieldAnswer } from '../scoring/score-field.ts';

/** What one variant said about one document in the first epoch. */
export interface DocumentAnswers {
  /** By field. */
  fields: Record<string, FieldAnswer>;
  /** No JSON object with the asked keys, or nothing at all. */
  broken: boolean;
}

/** Answers of a run: document -> variant -> answers; every document under every variant. */
export type RunAnswers = ReadonlyMap<string, ReadonlyMap<string, DocumentAnswers>>;

/** One field of one document on which variants disagree. A person fills in `label`. */
export interface LabelRow {
  id: string;
  field: string;
  /** As given, by variant; `null` where nothing was given. */
  answers: Record<string, string | null>;
  /** As printed on the document; `null` when the document does not have the field; empty while nobody has looked. */
  label: string | null;
}

/** Labels by document and field, normalised as answers are; `null` is "not on the document". */
export type Labels = ReadonlyMap<string, ReadonlyMap<string, FieldAnswer>>;

/** The fields on which at least two variants differ after normalising, by document id, in the order of the fields. */
export function findDisagreements(answers: RunAnswers, fields: readonly string[]): LabelRow[] {
  const rows: LabelRow[] = [];
  for (const id of [...answers.keys()].sort()) {
    const arms = [...(answers.get(id) ?? [])];
    for (const field of fields) {
      const own = arms.map(([variant, { fields: given }]) => ({ variant, answer: given[field] ?? NOTHING }));
      const [first] = own;
      if (first === undefined || own.every(({ answer }) => compareAnswers(field, first.answer, answer))) continue;
      const said = Object.fromEntries(own.map(({ variant, answer }) => [variant, answer.raw]));
      rows.push({ id, field, answers: said, label: '' });
    }
  }
  return rows;
}

/** What labels of the disagreements say about one comparison. */
export interface LabelledComparison {
  baseline: string;
  candidate: string;
  verdict: Verdict;
  reason: string;
  n: number;
  /** Fields on which the two differ, and how many of them have no label. */
  disagreements: number;
  unlabelled: number;
  /** Mean difference and its lower bound; every field without a label counts as lost. */
  difference: number;
  lowerBound: number;
  brokenCount: number;
  /** Without a single label. */
  labelFree: DisagreementBound;
}

export interface LabelledInput {
  answers: RunAnswers;
  fields: readonly string[];
  comparisons: readonly { baseline: string; candidate: string }[];
  labels: Labels;
  decision: DecisionSpec;
}

/**
 * Decides non-inferiority from labels of the disagreements alone: fields on which two variants agree cancel, whatever is true.
 * A disagreement without a label counts as a field that the candidate loses, so SAFE holds for every way in which the
 * rest may be labelled; WORSE is said only when nothing is left to label. All asked fields of a document count alike.
 */
export function decideWithLabels({
  answers,
  fields,
  comparisons,
  labels,
  decision,
}: LabelledInput): LabelledComparison[] {
  const safeSoFar = new Map<string, boolean>();
  const ids = [...answers.keys()].sort();
  const { margin, brokenMargin, alpha } = decision;
  return comparisons.map(({ baseline, candidate }) => {
    const counted = ids.map((id) => {
      const [before, after] = [answers.get(id)?.get(baseline), answers.get(id)?.get(candidate)];
      const differing = fields.filter(
        (field) => !compareAnswers(field, before?.fields[field] ?? NOTHING, after?.fields[field] ?? NOTHING),
      );
      let sum = 0;
      let unlabelled = 0;
      for (const field of differing) {
        const label = labels.get(id)?.get(field);
        if (label === undefined) unlabelled += 1;
        const right = (given: DocumentAnswers | undefined): number =>
          label !== undefined && compareAnswers(field, given?.fields[field] ?? NOTHING, label) ? 1 : 0;
        sum += label === undefined ? -1 : right(after) - right(before);
      }
      const d = sum / fields.length;
      const broke = before?.broken === false && (after?.broken === true || d <= -0.5);
      return { d, broke, differing: differing.length, unlabelled };
    });
    const total = (of: (document: (typeof counted)[number]) => number): number =>
      counted.reduce((sum, document) => sum + of(document), 0);
    const brokenCount = counted.filter(({ broke }) => broke).length;
    const gates = decideNonInferiority({
      differences: Float64Array.from(counted, ({ d }) => d),
      brokenCount,
      margin,
      brokenMargin,
      alpha,
      earlierRungsSafe: safeSoFar.get(baseline) ?? true,
    });
    const unlabelled = total((document) => document.unlabelled);
    const open = unlabelled > 0 && gates.verdict !== 'SAFE' && gates.verdict !== 'TOO_FEW';
    const verdict = open ? 'CANNOT_TELL' : gates.verdict;
    safeSoFar.set(baseline, (safeSoFar.get(baseline) ?? true) && verdict === 'SAFE');
    return {
      baseline,
      candidate,
      verdict,
      reason: open ? `${unlabelled} disagreements have no label yet and count as lost` : gates.reason,
      n: counted.length,
      disagreements: total(({ differing }) => differing),
      unlabelled,
      difference: gates.difference,
      lowerBound: gates.lowerBound,
      brokenCount,
      labelFree: disagreementBound(
        counted.map(({ differing }) => differing / fields.length),
        margin,
        alpha,
      ),
    };
  });
}

const NOTHING: FieldAnswer = { raw: null, value: null };
