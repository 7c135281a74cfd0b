import type { DecisionSpec } from '../spec/spec.ts';
import { type Allowable, type Arm, findObstacles, type Obstacle, sharedDocuments } from './comparability.ts';
import { compareAll, type VariantPair } from './compare-all.ts';
import type { MeasuredDocument, MeasuredVariant } from './measured-variant.ts';
import { RacePair } from './race-pair.ts';
import { type Flip, type RunSummary, SUMMARY_SCHEMA_VERSION } from './run-summary.ts';
import { type SpecDifference, specDifferences } from './spec-differences.ts';
import { sliceVariant } from './slice-variant.ts';
import { summariseVariant } from './summarise-variant.ts';

export interface ArmPair {
  baseline: Arm;
  candidate: Arm;
}

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
    pairs.map((pair, i) => racedPair(pair, pairOf(pair, noted[i]?.obstacles ?? [], allowed), decision)),
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
      slices: arms.flatMap(({ measured }) => sliceVariant(measured, input.axesOf ?? (() => ({})), seed)),
    },
  };
}

function pairOf({ baseline, candidate }: ArmPair, obstacles: Obstacle[], allowed: ReadonlySet<Allowable>): VariantPair {
  const documentSets = obstacles.find((obstacle) => obstacle.documentSets !== undefined)?.documentSets;
  const reason = obstacles.map(({ text }) => text).join('; ');
  const refusal =
    obstacles.length === 0
      ? undefined
      : { verdict: 'INCOMPARABLE' as const, reason, ...(documentSets && { documentSets }) };
  const shared = allowed.has('documents') && baseline.manifest !== candidate.manifest;
  if (!shared) return { baseline: baseline.measured, candidate: candidate.measured, refusal };
  const [before, after] = sharedDocuments(baseline.measured, candidate.measured);
  const none = before.documents.length === 0 && baseline.measured.documents.length > 0;
  const nothingShared = { verdict: 'INCOMPARABLE' as const, reason: 'no document is in both with the same truth' };
  if (none && candidate.measured.documents.length > 0)
    return { baseline: baseline.measured, candidate: candidate.measured, refusal: refusal ?? nothingShared };
  return { baseline: before, candidate: after, refusal };
}

/** Documents that a race chose cannot be read by a rule for a fixed number of them: the bets are placed again. */
function racedPair({ baseline, candidate }: ArmPair, pair: VariantPair, decision: DecisionSpec): VariantPair {
  const arms = [
    { manifest: candidate.manifest, documents: documentsOf(pair.candidate) },
    { manifest: baseline.manifest, documents: documentsOf(pair.baseline) },
  ];
  const raced = arms.find(({ manifest }) => manifest.race !== undefined);
  if (raced?.manifest.race === undefined || pair.refusal !== undefined) return pair;
  if (decision.question === 'superiority') {
    const reason = 'the run stopped when the loss was settled: its documents cannot show which variant is better';
    return { ...pair, refusal: { verdict: 'INCOMPARABLE', reason } };
  }
  // A run that did not race may hold fewer documents; one that did has gaps only where it has not come yet.
  const whole = arms.filter(({ manifest }) => manifest.race === undefined);
  const order = raced.manifest.race.order.filter((id) => whole.every(({ documents }) => documents.has(id)));
  const candidates = Math.max(1, raced.manifest.spec.comparisons.length);
  const race = new RacePair({ order, decision, candidates });
  race.advance(documentsOf(pair.baseline), documentsOf(pair.candidate));
  return { ...pair, race: { pair: race, candidates } };
}

function documentsOf({ documents }: MeasuredVariant): Map<string, MeasuredDocument> {
  return new Map(documents.map((document) => [document.id, document]));
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
      name: joined(({ spec }) => spec.dataset.path ?? spec.dataset.name),
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
