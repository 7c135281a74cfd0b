import type {
  ComparisonSummary,
  FieldSummary,
  Flip,
  RunSummary,
  SliceSummary,
  VariantSummary,
} from '../../../src/compare/run-summary.ts';
import { Random } from '../../../src/core/random.ts';
import { HEADER_FIELDS_V1 } from '../../../src/invoices/fields.ts';
import type { ReportFlips, ReportModel } from '../../../src/report/report-model.ts';
import type { Estimate } from '../../../src/statistics/estimate.ts';
import { F16, RUNGS, type Rung } from './sample-rungs.ts';
import { sampleFlip } from './sample-flip.ts';
import { decision } from '../../support/decision.ts';

const DOCUMENTS = 400;
const BOOTSTRAP = 'bootstrap percentile over documents, 10000 resamples';

/** A run of seven quantizations on 400 invoices with believable numbers; the same object on every call. */
export function sampleModel(): ReportModel {
  const summary: RunSummary = {
    schemaVersion: 1,
    exitCode: 0,
    runId: 'quantization-3f9c1a7e',
    runFolder: 'results/quantization-3f9c1a7e',
    status: 'complete',
    name: 'quantization',
    question: 'Which quantization of the embedded extractor is safe to ship?',
    dataset: { name: 'invoices-v1', split: 'test', documents: DOCUMENTS, digest: '8d3b6f0e5a1c94d27be0' },
    device: { name: '2 x86-64 cores, AVX2, 7.8 GB', kind: 'cpu' },
    engine: 'node-llama-cpp 3.22.1, llama.cpp b7012',
    seed: 7,
    determinism: 'reproducible',
    decision,
    wallSeconds: 288.4,
    warnings: ['3 documents failed on Q2_K (output cut off at 192 tokens): each counts as 0.'],
    variants: [variantOf(F16), ...RUNGS.map(variantOf)],
    comparisons: RUNGS.map(comparisonOf),
    slices: [F16, ...RUNGS].flatMap(slicesOf),
  };
  const notes = [
    { label: 'Model', value: 'assay-extract 11M, SHA-256 5be1…a90c' },
    { label: 'Prompt', value: 'verbatim-json, SHA-256 0c44…71de' },
    { label: 'Noise floor (A/A)', value: '0 of 5,600 fields differ with nothing changed' },
  ];
  return { summary, flips: RUNGS.map((entry) => flipsOf(entry)), notes };
}

function variantOf(entry: typeof F16): VariantSummary {
  const drop = F16.accuracy - entry.accuracy;
  const failures = entry.id === 'Q2_K' ? 3 : 0;
  const fields = HEADER_FIELDS_V1.map((field, index) => fieldOf(field, index, drop));
  return {
    id: entry.id,
    model: 'assay-extract',
    quantization: entry.id,
    prompt: 'verbatim-json',
    documents: DOCUMENTS,
    failures,
    fieldAccuracy: shared(entry.accuracy, 0.0098 + drop * 0.05),
    documentExact: wilson(Math.round(entry.exact * DOCUMENTS), DOCUMENTS),
    f1: shared(entry.accuracy + 0.004 - drop * 0.1, 0.0102 + drop * 0.05),
    validity: { rawJson: 1, parsed: 1, schemaValid: 1 - failures / DOCUMENTS, truncated: failures / DOCUMENTS },
    hallucination: {
      absentField: shared(0.021 + drop * 0.3, 0.009),
      ungrounded: shared(0.006 + drop * 0.4, 0.004 + drop * 0.05),
    },
    documentsPerSecond: entry.speed,
    promptTokens: 81_240,
    outputTokens: 46_904 + Math.round(drop * 9000),
    outputTokensPerSecond: entry.speed * 117.3,
    batch: { width: 16, predictedBytes: entry.megabytes * 1e6 + 31e6, measuredBytes: entry.megabytes * 1e6 + 28.4e6 },
    fileBytes: Math.round(entry.megabytes * 1e6),
    fields,
  };
}

function comparisonOf(entry: Rung): ComparisonSummary {
  const [value, low, high, lowerBound] = entry.difference;
  const certain = entry.verdict === 'WORSE';
  return {
    baseline: 'F16',
    candidate: entry.id,
    metric: 'fieldAccuracy',
    difference: { value, low, high, level: 0.95, method: `paired ${BOOTSTRAP}`, n: DOCUMENTS, seed: 7 },
    differenceT: {
      value,
      low: low - 0.0001,
      high: high + 0.0001,
      level: 0.95,
      method: 'paired t over documents',
      n: DOCUMENTS,
    },
    margin: 0.02,
    verdict: entry.verdict,
    sentence: entry.sentence,
    reason: entry.verdict === 'CANNOT_TELL' ? 'the interval contains the margin' : '',
    lowerBound,
    flips: { lost: entry.lost, gained: entry.gained, changedStillWrong: entry.changed },
    broken: { count: entry.broken[0], upperBound: entry.broken[1], margin: 0.02 },
    pValue: certain ? 0.00005 : Math.min(1, 0.0004 + 0.4 / (1 + entry.lost)),
    adjustedPValue: certain ? 0.0003 : Math.min(1, 0.0024 + 1.6 / (1 + entry.lost)),
    minimumDetectableEffect: (high - low) * 0.72,
    n: DOCUMENTS,
  };
}

/** Long identifiers suffer most from coarse weights, currencies least. */
function fieldOf(field: string, index: number, drop: number): FieldSummary {
  const base = 0.994 - 0.0065 * ((index * 5) % 14);
  const accuracy = Math.max(0.3, base - drop * (0.2 + 1.6 * (((index * 9) % 14) / 13)));
  const absent = index % 4 === 2 ? 120 : 0;
  const right = Math.round(accuracy * DOCUMENTS);
  const wrong = DOCUMENTS - right;
  const fa = absent > 0 ? Math.round(wrong * 0.3) : 0;
  const fn = Math.round(wrong * 0.25);
  const tn = Math.max(0, absent - fa);
  return { field, tp: right - tn, fd: wrong - fa - fn, fn, fa, tn, accuracy: wilson(right, DOCUMENTS) };
}

function slicesOf(entry: typeof F16): SliceSummary[] {
  const drop = F16.accuracy - entry.accuracy;
  const groups: [axis: string, value: string, n: number, offset: number][] = [
    ['tier', 'T1', 160, 0.022],
    ['tier', 'T2', 140, -0.004],
    ['tier', 'T3', 100, -0.03],
    ['locale', 'de-DE', 92, 0.006],
    ['locale', 'en-GB', 78, 0.014],
    ['locale', 'en-US', 84, 0.011],
    ['locale', 'fr-FR', 71, -0.012],
    ['locale', 'pl-PL', 75, -0.023],
    ['layout', 'seen family', 200, 0.027],
    ['layout', 'unseen family', 200, -0.027],
  ];
  return groups.map(([axis, value, n, offset]) => ({
    axis,
    value,
    variant: entry.id,
    fieldAccuracy: shared(entry.accuracy + offset - drop * (offset < 0 ? 0.4 : -0.2), 0.19 / Math.sqrt(n), n),
  }));
}

function flipsOf(entry: Rung): ReportFlips {
  const random = Random.stream(7, 'sample-flips', entry.id);
  const kinds: [Flip['kind'], number][] = [
    ['lost', entry.lost],
    ['gained', entry.gained],
    ['changedStillWrong', entry.changed],
  ];
  const flips = kinds.flatMap(([kind, count]) => Array.from({ length: count }, () => sampleFlip(random, kind)));
  return { comparison: entry.id, flips, total: flips.length };
}

function shared(value: number, half: number, n = DOCUMENTS): Estimate {
  return { value, low: value - half, high: Math.min(1, value + half), level: 0.95, method: BOOTSTRAP, n, seed: 7 };
}

function wilson(right: number, n: number): Estimate {
  const z = 1.959963984540054;
  const share = right / n;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { value: share, low: middle - half, high: middle + half, level: 0.95, method: 'Wilson over documents', n };
}
