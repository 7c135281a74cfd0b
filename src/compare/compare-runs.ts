import type { DecisionSpec } from '../spec/spec.ts';
import { type Allowable, type Arm, findObstacles, type Obstacle } from './comparability.ts';
import { compareAll } from './compare-all.ts';
import { type ArmPair, pairArms } from './pair-arms.ts';
import { type Flip, type RunSummary, SUMMARY_SCHEMA_VERSION } from './run-summary.ts';
import { type SpecDifference, specDifferences } from './spec-differences.ts';
import { sliceVariants } from './slice-variants.ts';
import { summariseVariant } from './summarise-variant.ts';
import { nameDataset } from '../spec/dataset-name.ts';

export type { ArmPair };

export interface CompareRunsInput {
  /** Each candidate once; the first baseline names the dataset of the summary. */
  pairs: readonly ArmPair[];
  decision: DecisionSpec;
  seed: number;
  /** What may differ between the runs. */
  allowed: ReadonlySet<Allowable>;
  /** e.g. `Does pr lose accuracy against main?` */
  question: string;
  warnings: readonly string[];
  axesOf?: (document: string) => Record<string, string>;
}

/** What is said about one pair beside its comparison. */
export interface PairNotes {
  baseline: string;
  candidate: string;
  obstacles: Obstacle[];
  differences: SpecDifference[];
}

export interface ComparedRuns {
  /** In the shape of a run's summary, so that every report can print it; `status` is that of the worst run. */
  summary: RunSummary;
  /** By candidate label. */
  flips: Map<string, Flip[]>;
  pairs: PairNotes[];
}

/** Compares variants of one run or several, paired by document. Pairs that are not comparable say why. */
export function compareRuns(input: CompareRunsInput): ComparedRuns {
  const { pairs, decision, seed, allowed } = input;
  const noted = pairs.map(({ baseline, candidate }) => ({
    baseline: baseline.label,
    candidate: candidate.label,
    obstacles: findObstacles(baseline, candidate, allowed),
    differences: specDifferences(baseline, candidate),
  }));
  const compared = compareAll(
    pairs.map((pair, i) => pairArms(pair, noted[i]?.obstacles ?? [], { allowed, decision })),
    { decision, seed, axesOf: input.axesOf },
  );
  const arms = [
    ...new Map(pairs.flatMap((pair) => [pair.baseline, pair.candidate]).map((arm) => [arm.label, arm])).values(),
  ];
  return {
    pairs: noted,
    flips: new Map(compared.map(({ summary, flips }) => [summary.candidate, flips])),
    summary: {
      ...headOf(input, arms),
      variants: arms.flatMap((arm) => variantOf(arm, seed)),
      comparisons: compared.map(({ summary }) => summary),
      slices: sliceVariants(
        arms.map(({ measured }) => measured),
        input.axesOf ?? (() => ({})),
        seed,
      ),
    },
  };
}

function variantOf({ label, manifest, variant, measured }: Arm, seed: number): RunSummary['variants'] {
  const spec = manifest.spec.variants.find(({ id }) => id === variant);
  const content = manifest.variants.find(({ id }) => id === variant);
  if (spec === undefined || content === undefined) return [];
  return [
    summariseVariant({
      spec: { ...spec, id: label },
      content,
      measured,
      seed,
      batch: manifest.batch,
      anytime: manifest.race !== undefined,
    }),
  ];
}

function headOf(
  { question, decision, seed, warnings }: CompareRunsInput,
  arms: readonly Arm[],
): Omit<RunSummary, 'variants' | 'comparisons' | 'slices'> {
  const manifests = [...new Set(arms.map(({ manifest }) => manifest))];
  const [first] = manifests;
  if (first === undefined) throw new Error('a comparison needs an arm');
  const joined = (of: (manifest: Arm['manifest']) => string): string => [...new Set(manifests.map(of))].join(' | ');
  return {
    schemaVersion: SUMMARY_SCHEMA_VERSION,
    exitCode: 0,
    runId: joined(({ runId }) => runId),
    runFolder: '',
    status: 'complete',
    name: joined(({ spec }) => spec.name),
    question,
    dataset: {
      name: joined(({ spec }) => nameDataset(spec)),
      split: joined(({ spec }) => spec.dataset.split),
      documents: Math.min(...manifests.map(({ dataset }) => dataset.documents.length)),
      digest: joined(({ dataset }) => dataset.digest),
    },
    device: { name: joined(({ device }) => device.name), kind: joined(({ device }) => device.kind) },
    engine: joined(({ engine }) => engine),
    seed,
    determinism: joined(({ spec }) => spec.run.determinism),
    decision,
    wallSeconds: 0,
    warnings: [...warnings, ...(new Set(manifests.map(({ device }) => device.name)).size > 1 ? [DEVICES] : [])],
  };
}

const DEVICES = 'The runs were made on different devices: their speeds cannot be compared.';
