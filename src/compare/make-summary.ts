import type { Manifest } from '../records/manifest.ts';
import type { RunReadings } from '../records/run-readings.ts';
import { compareAll, type VariantPair } from './compare-all.ts';
import { racedArms } from './compare-raced.ts';
import { checkComparisons, findTrend } from './check-run.ts';
import { findInteractions } from './find-interactions.ts';
import { measureNoiseFloor, noiseWarning } from './measure-noise-floor.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import type { RecordCollector } from './record-collector.ts';
import {
  type ComparisonSummary,
  type Flip,
  type NoiseFloorSummary,
  type RunStatus,
  type RunSummary,
  SUMMARY_SCHEMA_VERSION,
} from './run-summary.ts';
import { findFront, findSpeedTrend } from './rank-variants.ts';
import { raceOf, restrictTo, type RunRace } from './run-race.ts';
import { sliceVariants } from './slice-variants.ts';
import { summariseVariants } from './summarise-variant.ts';
import { nameDataset } from '../spec/dataset-name.ts';

export interface SummaryInput {
  manifest: Manifest;
  runFolder: string;
  records: RecordCollector;
  status: RunStatus;
  exitCode: number;
  wallSeconds: number;
  warnings: string[];
  /** Axis -> value of a document, e.g. tier, layout, locale. */
  axesOf: (document: string) => Record<string, string>;
  /** The second pass of the baseline, whose records are in the collector. */
  secondPass?: { variant: string; baseline: string; width: number };
  /** Of the run's events. */
  readings?: RunReadings;
  /** Measured before; used where there is no second pass now. */
  noiseFloor?: NoiseFloorSummary;
}

export interface SummarisedRun {
  summary: RunSummary;
  /** By candidate id. */
  flips: Map<string, Flip[]>;
}

/** The result of a run from its records: pure, and the same for every order of the records. */
export function makeSummary(input: SummaryInput): SummarisedRun {
  const { manifest, records } = input;
  const { spec, batch } = manifest;
  const { seed } = spec.run;
  const decoded = new Map(spec.variants.map(({ id }) => [id, records.measured(id)]));
  const race = raceOf(manifest, (id) => decoded.get(id) ?? records.measured(id));
  const measured = race === null ? decoded : restrictAll(decoded, race);
  const arm = (id: string): MeasuredVariant => measured.get(id) ?? records.measured(id);
  const pairs = spec.comparisons.map(({ baseline, candidate }) => ({
    baseline: arm(baseline),
    candidate: arm(candidate),
    race: raceFor(race, baseline, candidate, spec.comparisons.length),
  }));
  const compared = compareAll(pairs, { decision: spec.decision, seed, axesOf: input.axesOf });
  const noise = noiseFloorOf(input, pairs, arm);
  const { variants, comparisons, decision } = spec;
  const interactions = findInteractions({ variants, comparisons, measured: arm, decision, seed });
  // The checks simulate the rule for a fixed number of documents.
  const checked = decision.question === 'non-inferiority' && race === null;
  const selfChecks = checked ? checkComparisons(pairs, { decision, seed }) : [];
  const baseline = comparisons[0]?.baseline;
  const trend = findTrend({ variants, contents: manifest.variants, measured: arm, baseline, decision, seed });
  const ranked = { variants: [...measured.values()], replicas: batch.replicas, decision, seed };
  const speedTrend = findSpeedTrend(ranked);
  const front = findFront(ranked);
  const contents = new Map(manifest.variants.map((content) => [content.id, content]));
  return {
    flips: new Map(compared.map(({ summary, flips }) => [summary.candidate, flips])),
    summary: {
      schemaVersion: SUMMARY_SCHEMA_VERSION,
      exitCode: input.exitCode,
      runId: manifest.runId,
      runFolder: input.runFolder,
      status: input.status,
      name: spec.name,
      question: spec.question,
      dataset: {
        name: nameDataset(spec),
        split: spec.dataset.split,
        documents: manifest.dataset.documents.length,
        digest: manifest.dataset.digest,
      },
      device: manifest.device,
      engine: manifest.engine,
      seed,
      determinism: spec.run.determinism,
      decision: spec.decision,
      wallSeconds: input.wallSeconds,
      warnings: [...input.warnings, ...recalledWarnings([...measured.values()])],
      variants: summariseVariants(
        spec.variants.flatMap((variant) => {
          const content = contents.get(variant.id);
          if (content === undefined) return [];
          return [{ spec: variant, content, measured: arm(variant.id), seed, batch, anytime: race !== null }];
        }),
      ),
      comparisons: compared.map(({ summary }) => withNoise(summary, noise)),
      slices: sliceVariants(
        spec.variants.map(({ id }) => arm(id)),
        input.axesOf,
        seed,
      ),
      ...(interactions.length > 0 && { interactions }),
      ...(noise !== null && { noiseFloor: noise }),
      ...(selfChecks.length > 0 && { selfChecks }),
      ...(trend !== null && { trend }),
      ...(speedTrend !== null && { speedTrend }),
      ...(front !== null && { front }),
      ...(manifest.parity !== undefined && { parity: manifest.parity }),
      ...(input.readings !== undefined && { readings: input.readings }),
    },
  };
}

function restrictAll(decoded: ReadonlyMap<string, MeasuredVariant>, race: RunRace): Map<string, MeasuredVariant> {
  return new Map([...decoded].map(([id, variant]) => [id, restrictTo(variant, race.lookedAt(id))]));
}

function raceFor(race: RunRace | null, baseline: string, candidate: string, candidates: number) {
  const pair = race?.pairOf(baseline, candidate);
  return pair === undefined ? undefined : { pair, candidates };
}

/** Speeds of a run that took answers from the cache stand for fewer documents, or for none. */
function recalledWarnings(variants: readonly MeasuredVariant[]): string[] {
  const recalled = variants.filter((variant) => variant.recalled !== undefined);
  if (recalled.length === 0) return [];
  const named = recalled.map(
    ({ id, recalled: count = 0, timedTrials = 0 }) => `${count} of ${count + timedTrials} of ${id}`,
  );
  return [
    `answers of earlier runs were used (${named.join(', ')}): speeds stand for the others alone; --no-cache measures all of them`,
  ];
}

function noiseFloorOf(
  { secondPass, manifest, records, noiseFloor, status }: SummaryInput,
  pairs: readonly VariantPair[],
  arm: (id: string) => MeasuredVariant,
): NoiseFloorSummary | null {
  if (secondPass === undefined || status !== 'complete') return noiseFloor ?? null;
  return measureNoiseFloor({
    baseline: arm(secondPass.baseline),
    again: records.measured(secondPass.variant),
    width: manifest.batch.width,
    againWidth: secondPass.width,
    pairs: pairs.map(({ baseline, candidate, race }) =>
      race === undefined ? { baseline, candidate } : racedArms({ baseline, candidate, race: race.pair }),
    ),
  });
}

function withNoise(summary: ComparisonSummary, noise: NoiseFloorSummary | null): ComparisonSummary {
  const warning = noiseWarning(noise, summary.baseline, summary.candidate);
  return warning === null ? summary : { ...summary, warnings: [...(summary.warnings ?? []), warning] };
}
