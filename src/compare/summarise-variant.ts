import type { ManifestVariant } from '../records/manifest.ts';
import {
  noCounts,
  countOutcomes,
  fieldCounts,
  type MicroMetric,
  microParts,
  type OutcomeCounts,
} from '../scoring/counts.ts';
import type { CellScore, DocumentScore } from '../scoring/outcome.ts';
import type { VariantSpec } from '../spec/spec.ts';
import { anytimeShareEstimate } from '../statistics/anytime-interval.ts';
import { meanEstimate } from '../statistics/bootstrap.ts';
import { bootstrapRatio } from '../statistics/bootstrap-ratio.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { wilson } from '../statistics/rate-interval.ts';
import type { MeasuredDocument, MeasuredVariant } from './measured-variant.ts';
import { describeVariant } from './describe-variant.ts';
import type { FieldSummary, LinesSummary, SliceSummary, VariantSummary } from './run-summary.ts';

export interface VariantInput {
  spec: VariantSpec;
  content: ManifestVariant;
  measured: MeasuredVariant;
  seed: number;
  batch: { width: number; replicas: number };
  /** The documents end where a race was decided: bounds that hold at every look take the place of intervals. */
  anytime?: boolean;
}

/** Everything that is said about one variant alone. Estimates of a variant without records have n = 0 and the whole range. */
export function summariseVariant({ spec, content, measured, seed, batch, anytime }: VariantInput): VariantSummary {
  const { documents } = measured;
  const { trials, rungs, fields } = tallyScores(documents);
  const share = (count: number): number => (trials === 0 ? 0 : count / trials);
  // Each worker decodes one cohort at a time, so the wall time that a variant takes is its cohorts' over the workers.
  const seconds = measured.cohortMs / 1000 / batch.replicas;
  return {
    id: spec.id,
    model: spec.model,
    quantization: content.quantization,
    prompt: spec.prompt,
    documents: documents.length,
    failures: measured.failures,
    fieldAccuracy:
      anytime === true
        ? anytimeOver(documents, (document) => document.fieldAccuracy)
        : meanOver(documents, (document) => document.fieldAccuracy, seed),
    documentExact: anytime === true ? anytimeOver(documents, (document) => document.exact) : exactOver(documents, seed),
    f1: microOver(documents, 'f1', seed) ?? NOTHING,
    validity: {
      rawJson: share(rungs.rawJson),
      parsed: share(rungs.parsed),
      schemaValid: share(rungs.schemaValid),
      truncated: share(rungs.truncated),
    },
    hallucination: {
      absentField: microOver(documents, 'absentFieldRate', seed),
      ungrounded: microOver(documents, 'ungroundedRate', seed),
    },
    documentsPerSecond: seconds > 0 ? (measured.timedTrials ?? trials) / seconds : 0,
    promptTokens: measured.promptTokens,
    outputTokens: measured.outputTokens,
    outputTokensPerSecond: seconds > 0 ? (measured.timedOutputTokens ?? measured.outputTokens) / seconds : 0,
    batch: { width: batch.width, predictedBytes: measured.predictedBytes, measuredBytes: measured.measuredBytes },
    fileBytes: content.fileBytes,
    ...(measured.recalled !== undefined && { recalled: measured.recalled }),
    fields: summariseFields(fields),
    ...describeVariant(measured, seed),
    ...summariseLines(documents, seed),
    ...summariseOwn(documents, seed),
  };
}

/** Scores one after the other: all of them unpacked at once would take the memory that packing saves. */
function* eachScore(documents: readonly MeasuredDocument[]): Generator<DocumentScore> {
  for (const document of documents) yield* document.scores;
}

interface ScoreTally {
  trials: number;
  rungs: { rawJson: number; parsed: number; schemaValid: number; truncated: number };
  fields: Map<string, OutcomeCounts>;
}

function tallyScores(documents: readonly MeasuredDocument[]): ScoreTally {
  const rungs = { rawJson: 0, parsed: 0, schemaValid: 0, truncated: 0 };
  let trials = 0;
  function* counted(): Generator<DocumentScore> {
    for (const score of eachScore(documents)) {
      trials += 1;
      for (const rung of ['rawJson', 'parsed', 'schemaValid', 'truncated'] as const)
        if (score.validity[rung]) rungs[rung] += 1;
      yield score;
    }
  }
  const fields = fieldCounts(counted());
  return { trials, rungs, fields };
}

/** What weights, ANLS* and the task's own metrics and rules say. */
function summariseOwn(
  documents: readonly MeasuredDocument[],
  seed: number,
): Pick<VariantSummary, 'weightedFieldAccuracy' | 'anls' | 'otherNotation' | 'metrics' | 'checks'> {
  const weighted = documents.some(({ weightedFieldAccuracy }) => weightedFieldAccuracy !== undefined);
  const named = (of: (score: DocumentScore) => Record<string, number | null>): Record<string, Estimate> => {
    const means = new Map<string, number[]>();
    for (const { scores } of documents) {
      const own = new Map<string, number[]>();
      for (const score of scores) {
        for (const [name, value] of Object.entries(of(score)))
          if (value !== null) own.set(name, [...(own.get(name) ?? []), value]);
      }
      for (const [name, values] of own) {
        const known = means.get(name) ?? [];
        known.push(values.reduce((sum, value) => sum + value, 0) / values.length);
        means.set(name, known);
      }
    }
    return Object.fromEntries(
      [...means].map(([name, values]) => [name, meanEstimate(Float64Array.from(values), { seed, range: [0, 1] })]),
    );
  };
  const metrics = named((score) => score.metrics ?? {});
  const checks = named(({ checks: own = {} }) =>
    Object.fromEntries(
      Object.entries(own).map(([name, result]) => [
        name,
        result === 'not-checkable' ? null : result === 'pass' ? 1 : 0,
      ]),
    ),
  );
  const { length } = documents;
  return {
    ...(weighted && {
      weightedFieldAccuracy: meanOver(documents, ({ weightedFieldAccuracy: value = 0 }) => value, seed),
    }),
    ...(length > 0 && {
      anls: {
        compat: meanOver(documents, ({ anls = 0 }) => anls, seed),
        pruned: meanOver(documents, ({ anlsPruned = 0 }) => anlsPruned, seed),
      },
      otherNotation: microOver(documents, 'otherNotationRate', seed),
    }),
    ...(Object.keys(metrics).length > 0 && { metrics }),
    ...(Object.keys(checks).length > 0 && { checks }),
  };
}

function summariseLines(all: readonly MeasuredDocument[], seed: number): { lines?: LinesSummary } {
  const documents = all.filter(({ cellAccuracy }) => cellAccuracy !== undefined);
  if (documents.length === 0) return {};
  const cellsOf = ({ lines }: DocumentScore): CellScore[] => lines?.cells ?? [];
  let [rowCountError, trials] = [0, 0];
  const counts = new Map<string, OutcomeCounts[]>();
  for (const [place, { scores }] of documents.entries()) {
    for (const score of scores) {
      trials += 1;
      rowCountError += Math.abs((score.lines?.answerRows ?? 0) - (score.lines?.trueRows ?? 0));
    }
    const cells = scores.flatMap(cellsOf);
    for (const field of new Set(cells.map((cell) => cell.field))) {
      const own = counts.get(field) ?? documents.map(() => noCounts());
      own[place] = countOutcomes(cells.filter((cell) => cell.field === field));
      counts.set(field, own);
    }
  }
  return {
    lines: {
      documents: documents.length,
      cellAccuracy: meanOver(documents, ({ cellAccuracy }) => cellAccuracy ?? 0, seed),
      precision: microOver(documents, 'cellPrecision', seed),
      recall: microOver(documents, 'cellRecall', seed),
      f1: microOver(documents, 'cellF1', seed),
      exactRow: microOver(documents, 'exactRowRate', seed),
      surplusRow: microOver(documents, 'surplusRowRate', seed),
      rowCountError: rowCountError / trials,
      cells: [...counts].map(([field, own]) => summariseCell(field, own, seed)),
    },
  };
}

/** Six cells of each variant are shown as intervals that decide nothing. */
const CELL_RESAMPLES = 2000;

/** Counts of one cell, one entry per document. */
function summariseCell(field: string, counts: readonly OutcomeCounts[], seed: number): FieldSummary {
  const sum = (of: (count: OutcomeCounts) => number): number => counts.reduce((total, count) => total + of(count), 0);
  const right = ({ TP, TN }: OutcomeCounts): number => TP + TN;
  const all = ({ TP, TN, FD, FN, FA, unanswered }: OutcomeCounts): number => TP + TN + FD + FN + FA + unanswered;
  return {
    field,
    tp: sum(({ TP }) => TP),
    fd: sum(({ FD }) => FD),
    fn: sum(({ FN, unanswered }) => FN + unanswered),
    fa: sum(({ FA }) => FA),
    tn: sum(({ TN }) => TN),
    accuracy: bootstrapRatio(counts.map(right), counts.map(all), { seed, resamples: CELL_RESAMPLES }),
  };
}

/** Field accuracy of a variant within every value of every axis of the documents (tier, layout, locale). */
export function sliceVariant(
  measured: MeasuredVariant,
  axesOf: (id: string) => Record<string, string>,
  seed: number,
): SliceSummary[] {
  const groups = new Map<string, { axis: string; value: string; documents: MeasuredDocument[] }>();
  for (const document of measured.documents) {
    for (const [axis, value] of Object.entries(axesOf(document.id))) {
      const key = `${axis}\n${value}`;
      const group = groups.get(key) ?? { axis, value, documents: [] };
      group.documents.push(document);
      groups.set(key, group);
    }
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { axis, value, documents }]) => ({
      axis,
      value,
      variant: measured.id,
      fieldAccuracy: meanOver(documents, (document) => document.fieldAccuracy, seed),
    }));
}

const NOTHING: Estimate = { value: 0, low: 0, high: 1, level: 0.95, method: 'nothing measured', n: 0 };

function meanOver(
  documents: readonly MeasuredDocument[],
  value: (document: MeasuredDocument) => number,
  seed: number,
): Estimate {
  if (documents.length === 0) return NOTHING;
  return meanEstimate(Float64Array.from(documents, value), { seed, range: [0, 1] });
}

function anytimeOver(documents: readonly MeasuredDocument[], value: (document: MeasuredDocument) => number): Estimate {
  return documents.length === 0 ? NOTHING : anytimeShareEstimate(Float64Array.from(documents, value));
}

/** A share of whole documents is a binomial rate: resampling says nothing at 0 or 1. Epochs make it a mean again. */
function exactOver(documents: readonly MeasuredDocument[], seed: number): Estimate {
  const whole = documents.every(({ exact }) => exact === 0 || exact === 1);
  if (documents.length === 0 || !whole) return meanOver(documents, ({ exact }) => exact, seed);
  return wilson(documents.filter(({ exact }) => exact === 1).length, documents.length);
}

/** A ratio of sums, with documents resampled; `null` when its denominator is 0. */
function microOver(documents: readonly MeasuredDocument[], metric: MicroMetric, seed: number): Estimate | null {
  const parts = documents.map((document) => {
    const { numerators, denominators } = microParts(document.scores, metric);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return { numerator: sum(numerators), denominator: sum(denominators) };
  });
  if (!parts.some(({ denominator }) => denominator > 0)) return null;
  return bootstrapRatio(
    parts.map(({ numerator }) => numerator),
    parts.map(({ denominator }) => denominator),
    { seed },
  );
}

function summariseFields(counts: ReadonlyMap<string, OutcomeCounts>): FieldSummary[] {
  return [...counts].map(([field, { TP, FD, FN, FA, TN, unanswered }]) => {
    const fn = FN + unanswered;
    return { field, tp: TP, fd: FD, fn, fa: FA, tn: TN, accuracy: wilson(TP + TN, TP + FD + fn + FA + TN) };
  });
}
