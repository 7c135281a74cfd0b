import type { Estimate } from '../statistics/estimate.ts';
import { unpairedDifference } from '../statistics/trend.ts';
import { metricOf } from './measured-variant.ts';
import { RecordCollector } from './record-collector.ts';
import type { ComparisonSummary, VariantSummary } from './run-summary.ts';
import type { Arm } from './comparability.ts';
import { ALLOWABLE } from './comparability.ts';
import { compareRuns } from './compare-runs.ts';
import { type SpecDifference, specDifferences } from './spec-differences.ts';
import type { RunSource } from '../records/run-source.ts';
import { summariseVariant } from './summarise-variant.ts';

/** One run of one variant in the course of time. */
export interface HistoryStep {
  runId: string;
  createdAt: string;
  variant: string;
  measured: VariantSummary;
  /** Against the run before it that has the same variant; `null` for the first. */
  change: ComparisonSummary | null;
  /** The same as an estimate: paired over the documents that both runs hold, unpaired (Welch) where they share none. */
  moved: Estimate | null;
  /** The paired test says that it changed: adjusted over all steps, two-sided. */
  changePoint: boolean;
  /** What differs from the run before. */
  differences: SpecDifference[];
}

/** Not what somebody decided to change: the machine's own state and the name. */
const INCIDENTAL = /^(versions\.node|machine\.memoryBytes|batch\.|measuredDocuments|decision\.)/;

/**
 * The course of every variant of an experiment over its runs, oldest first. Neighbours are compared by the paired test on
 * the documents that both hold; the p-values of all steps over the same documents are one family.
 */
export async function runHistory(runs: readonly RunSource[], { alpha = 0.05 } = {}): Promise<HistoryStep[]> {
  const sorted = [...runs].sort((a, b) => (a.manifest.createdAt < b.manifest.createdAt ? -1 : 1));
  const arms: Arm[] = [];
  for (const run of sorted) {
    const records = new RecordCollector(run.manifest.spec.weights);
    for await (const record of run.records()) records.add(record);
    for (const { id } of run.manifest.spec.variants) {
      const label = `${run.runId}:${id}`;
      const measured = { ...records.measured(id), id: label };
      arms.push({ label, manifest: run.manifest, variant: id, measured });
    }
  }
  const before = (arm: Arm, place: number): Arm | undefined =>
    arms.slice(0, place).findLast(({ variant, manifest }) => variant === arm.variant && manifest !== arm.manifest);
  const pairs = arms.flatMap((candidate, place) => {
    const baseline = before(candidate, place);
    return baseline === undefined ? [] : [{ baseline, candidate }];
  });
  const changes = new Map(changesOf(pairs, alpha).map((change) => [change.candidate, change]));
  const baselines = new Map(pairs.map(({ baseline, candidate }) => [candidate.label, baseline]));
  return arms.flatMap((arm) => {
    const { manifest, variant, measured, label } = arm;
    const spec = manifest.spec.variants.find(({ id }) => id === variant);
    const content = manifest.variants.find(({ id }) => id === variant);
    if (spec === undefined || content === undefined) return [];
    const change = changes.get(label) ?? null;
    const baseline = baselines.get(label);
    const differences = baseline === undefined ? [] : specDifferences(baseline, arm);
    return [
      {
        runId: manifest.runId,
        createdAt: manifest.createdAt,
        variant,
        measured: summariseVariant({ spec, content, measured, seed: manifest.spec.run.seed, batch: manifest.batch }),
        change,
        moved: baseline === undefined ? null : movedOf(baseline, arm, change),
        changePoint: change?.verdict === 'BETTER' || change?.verdict === 'WORSE',
        differences: differences.filter(({ path }) => !INCIDENTAL.test(path)),
      },
    ];
  });
}

function movedOf(baseline: Arm, arm: Arm, change: ComparisonSummary | null): Estimate | null {
  if (change !== null && change.n > 0) return change.difference;
  const { metric } = arm.manifest.spec.decision;
  const [later, earlier] = [arm, baseline].map(({ measured }) =>
    measured.documents.map((document) => metricOf(document, metric)),
  );
  const enough = later !== undefined && earlier !== undefined && later.length > 1 && earlier.length > 1;
  return enough ? unpairedDifference(later, earlier) : null;
}

function changesOf(pairs: readonly { baseline: Arm; candidate: Arm }[], alpha: number): ComparisonSummary[] {
  const [first] = pairs;
  if (first === undefined) return [];
  const { decision, run } = first.candidate.manifest.spec;
  return compareRuns({
    pairs,
    decision: { ...decision, question: 'superiority', alpha },
    seed: run.seed,
    allowed: new Set(ALLOWABLE),
    question: '',
    warnings: [],
  }).summary.comparisons;
}
