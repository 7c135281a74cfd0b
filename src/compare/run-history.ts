import type { Estimate } from '../statistics/estimate.ts';
import { unpairedDifference } from '../statistics/trend.ts';
import type { DecisionSpec } from '../spec/spec.ts';
import { metricOf } from './measured-variant.ts';
import { RecordCollector } from './record-collector.ts';
import type { ComparisonSummary, VariantSummary } from './run-summary.ts';
import { ALLOWABLE, type Arm, findObstacles } from './comparability.ts';
import { Comparisons } from './compare-all.ts';
import { pairArms } from './pair-arms.ts';
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

/** A step whose comparison waits for those of the other steps. */
interface OpenStep {
  label: string;
  step: Omit<HistoryStep, 'change' | 'moved' | 'changePoint'>;
  /** Against the run before, over all documents of both; `null` where there is none, or too few. */
  unpaired: Estimate | null;
}

/**
 * The course of every variant of an experiment over its runs, oldest first. Neighbours are compared by the paired test on
 * the documents that both hold; the p-values of all steps over the same documents are one family. Of the records no more
 * are held at a time than those of one run and the run before it of each variant.
 */
export async function runHistory(runs: readonly RunSource[], { alpha = 0.05 } = {}): Promise<HistoryStep[]> {
  const sorted = [...runs].sort((a, b) => (a.manifest.createdAt < b.manifest.createdAt ? -1 : 1));
  const latest = new Map<string, Arm>();
  const open: OpenStep[] = [];
  let neighbours: Neighbours | undefined;
  for (const run of sorted) {
    const arms = await loadArms(run);
    for (const arm of arms) {
      const baseline = latest.get(arm.variant);
      if (baseline !== undefined) {
        neighbours ??= new Neighbours(arm, alpha);
        neighbours.add(baseline, arm);
      }
      open.push(...openStep(arm, baseline));
    }
    for (const arm of arms) latest.set(arm.variant, arm);
  }
  const changes = neighbours?.changes() ?? new Map<string, ComparisonSummary>();
  return open.map(({ label, step, unpaired }) => {
    const change = changes.get(label) ?? null;
    return {
      ...step,
      change,
      moved: change !== null && change.n > 0 ? change.difference : unpaired,
      changePoint: change?.verdict === 'BETTER' || change?.verdict === 'WORSE',
    };
  });
}

async function loadArms(run: RunSource): Promise<Arm[]> {
  const { manifest } = run;
  const records = new RecordCollector(manifest.spec.weights);
  for await (const record of run.records({ tokens: false })) records.add(record);
  return manifest.spec.variants.map(({ id }) => {
    const label = `${run.runId}:${id}`;
    return { label, manifest, variant: id, measured: { ...records.measured(id), id: label } };
  });
}

/** Each run of a variant against the one before, by the rule of the first that has one before it. */
class Neighbours {
  private readonly allowed = new Set(ALLOWABLE);
  private readonly decision: DecisionSpec;
  private readonly comparisons: Comparisons;

  constructor({ manifest }: Arm, alpha: number) {
    const { decision, run } = manifest.spec;
    this.decision = { ...decision, question: 'superiority', alpha };
    this.comparisons = new Comparisons({ decision: this.decision, seed: run.seed, keepFlips: false });
  }

  add(baseline: Arm, candidate: Arm): void {
    const { allowed, decision } = this;
    const obstacles = findObstacles(baseline, candidate, allowed);
    this.comparisons.add(pairArms({ baseline, candidate }, obstacles, { allowed, decision }));
  }

  /** By the label of the later one. */
  changes(): Map<string, ComparisonSummary> {
    return new Map(this.comparisons.compared().map(({ summary }) => [summary.candidate, summary]));
  }
}

function openStep(arm: Arm, baseline: Arm | undefined): OpenStep[] {
  const { manifest, variant, measured, label } = arm;
  const spec = manifest.spec.variants.find(({ id }) => id === variant);
  const content = manifest.variants.find(({ id }) => id === variant);
  if (spec === undefined || content === undefined) return [];
  const differences = baseline === undefined ? [] : specDifferences(baseline, arm);
  const { runId, createdAt, batch } = manifest;
  return [
    {
      label,
      step: {
        runId,
        createdAt,
        variant,
        measured: summariseVariant({ spec, content, measured, seed: manifest.spec.run.seed, batch }),
        differences: differences.filter(({ path }) => !INCIDENTAL.test(path)),
      },
      unpaired: baseline === undefined ? null : unpairedOf(baseline, arm),
    },
  ];
}

function unpairedOf(baseline: Arm, arm: Arm): Estimate | null {
  const { metric } = arm.manifest.spec.decision;
  const [later, earlier] = [arm, baseline].map(({ measured }) =>
    measured.documents.map((document) => metricOf(document, metric)),
  );
  const enough = later !== undefined && earlier !== undefined && later.length > 1 && earlier.length > 1;
  return enough ? unpairedDifference(later, earlier) : null;
}
