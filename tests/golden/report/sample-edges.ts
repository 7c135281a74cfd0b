import type { ComparisonSummary, RunSummary, VariantSummary } from '../../../src/compare/run-summary.ts';
import type { ReportModel } from '../../../src/report/report-model.ts';
import { sampleModel } from './sample.ts';

/** The sample with its summary changed by hand. */
export function changedSample(change: (summary: RunSummary) => Partial<RunSummary>): ReportModel {
  const model = sampleModel();
  return { ...model, summary: { ...model.summary, ...change(model.summary) } };
}

/** An interrupted run on too few documents: nothing may be called safe, and two arms hold no record. */
export function unfinishedSample(): ReportModel {
  return changedSample((summary) => ({
    status: 'interrupted',
    warnings: ['40 documents cannot certify a margin of 2.0 points: at least 149 are needed.'],
    variants: summary.variants.map((variant, index) => (index > 4 ? emptied(variant) : { ...variant, documents: 40 })),
    comparisons: summary.comparisons.map((comparison, index) =>
      index > 3
        ? notMeasured(comparison)
        : {
            ...comparison,
            verdict: 'TOO_FEW',
            n: 40,
            sentence: 'TOO FEW: 40 invoices cannot certify 2.0 pt; best possible here is 7.2 pt.',
            reason: '',
          },
    ),
    slices: [],
  }));
}

/** Four prompts on one model: all files have one size, and two prompts are better without being told apart. */
export function promptSample(): ReportModel {
  const names = ['verbatim-json', 'verbatim-json-with-examples', 'table-first', 'short'];
  const model = changedSample((summary) => ({
    name: 'prompts',
    question: 'Which prompt reads most fields?',
    decision: {
      question: 'superiority',
      metric: 'fieldAccuracy',
      margin: 0.02,
      brokenMargin: 0.02,
      alpha: 0.05,
      order: 'declared',
    },
    warnings: [],
    variants: summary.variants.slice(0, 4).map((variant, index) => ({
      ...variant,
      id: names[index] ?? '',
      prompt: names[index] ?? '',
      quantization: 'F16',
      fileBytes: 22_410_000,
    })),
    comparisons: summary.comparisons
      .slice(0, 3)
      .map((comparison, index) => promptComparison(comparison, names[index + 1] ?? '', index)),
    slices: [],
  }));
  return { ...model, flips: [] };
}

function promptComparison(comparison: ComparisonSummary, candidate: string, index: number): ComparisonSummary {
  const value = [0.024, 0.021, -0.004][index] ?? 0;
  const verdict = index < 2 ? 'BETTER' : 'CANNOT_TELL';
  const sentence =
    index < 2
      ? `BETTER: +${(value * 100).toFixed(1)} pt (adjusted p=0.004); better on 61 invoices, worse on 28, same on 311.`
      : 'CANNOT TELL YET: between −1.9 and +1.1 pt.';
  return {
    ...comparison,
    baseline: 'verbatim-json',
    candidate,
    difference: { ...comparison.difference, value, low: value - 0.015, high: value + 0.015 },
    lowerBound: value - 0.014,
    verdict,
    sentence,
    reason: '',
  };
}

// A run writes nothing measured as 0 with the whole range and n = 0.
function emptied(variant: VariantSummary): VariantSummary {
  const nothing = { value: 0, low: 0, high: 1, level: 0.95, method: 'nothing measured', n: 0 };
  return {
    ...variant,
    documents: 0,
    failures: 0,
    fieldAccuracy: nothing,
    documentExact: nothing,
    f1: nothing,
    hallucination: { absentField: null, ungrounded: null },
    documentsPerSecond: 0,
    fields: [],
  };
}

function notMeasured(comparison: ComparisonSummary): ComparisonSummary {
  const nothing = { value: 0, low: -1, high: 1, level: 0.95, method: 'not compared', n: 0 };
  return {
    ...comparison,
    difference: nothing,
    differenceT: nothing,
    lowerBound: -1,
    verdict: 'NOT_MEASURED',
    sentence: `NOT MEASURED: ${comparison.candidate} vs F16: ${comparison.candidate} has no scored record.`,
    reason: `${comparison.candidate} has no scored record`,
    flips: { lost: 0, gained: 0, changedStillWrong: 0 },
    broken: { count: 0, upperBound: 1, margin: 0.02 },
    pValue: 1,
    adjustedPValue: 1,
    minimumDetectableEffect: 1,
    n: 0,
  };
}
