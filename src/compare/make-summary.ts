import type { Manifest } from '../records/manifest.ts';
import { compareAll } from './compare-all.ts';
import { checkComparisons, findTrend } from './check-run.ts';
import { findInteractions } from './find-interactions.ts';
import { measureNoiseFloor, noiseWarning } from './measure-noise-floor.ts';
import type { MeasuredVariant, RecordCollector } from './measured-variant.ts';
import {
  type ComparisonSummary,
  type Flip,
  type NoiseFloorSummary,
  type RunStatus,
  type RunSummary,
  SUMMARY_SCHEMA_VERSION,
} from './run-summary.ts';
import { sliceVariant, summariseVariant } from './summarise-variant.ts';

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
  const measured = new Map(spec.variants.map(({ id }) => [id, records.measured(id)]));
  const arm = (id: string): MeasuredVariant => measured.get(id) ?? records.measured(id);
  const pairs = spec.comparisons.map(({ baseline, candidate }) => ({
    baseline: arm(baseline),
    candidate: arm(candidate),
  }));
  const compared = compareAll(pairs, { decision: spec.decision, seed });
  const noise = noiseFloorOf(input, pairs);
  const { variants, comparisons, decision } = spec;
  const interactions = findInteractions({ variants, comparisons, measured: arm, decision, seed });
  const selfChecks = decision.question === 'non-inferiority' ? checkComparisons(pairs, { decision, seed }) : [];
  const baseline = comparisons[0]?.baseline;
  const trend = findTrend({ variants, contents: manifest.variants, measured: arm, baseline, decision, seed });
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
        name: spec.dataset.path ?? spec.dataset.name,
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
      warnings: input.warnings,
      variants: spec.variants.flatMap((variant) => {
        const content = contents.get(variant.id);
        if (content === undefined) return [];
        return [
          summariseVariant({
            spec: variant,
            content,
            measured: arm(variant.id),
            seed,
            batch,
          }),
        ];
      }),
      comparisons: compared.map(({ summary }) => withNoise(summary, noise)),
      slices: spec.variants.flatMap(({ id }) => sliceVariant(arm(id), input.axesOf, seed)),
      ...(interactions.length > 0 && { interactions }),
      ...(noise !== null && { noiseFloor: noise }),
      ...(selfChecks.length > 0 && { selfChecks }),
      ...(trend !== null && { trend }),
    },
  };
}

function noiseFloorOf(
  { secondPass, manifest, records, noiseFloor, status }: SummaryInput,
  pairs: readonly { baseline: MeasuredVariant; candidate: MeasuredVariant }[],
): NoiseFloorSummary | null {
  if (secondPass === undefined || status !== 'complete') return noiseFloor ?? null;
  return measureNoiseFloor({
    baseline: records.measured(secondPass.baseline),
    again: records.measured(secondPass.variant),
    width: manifest.batch.width,
    againWidth: secondPass.width,
    pairs,
  });
}

function withNoise(summary: ComparisonSummary, noise: NoiseFloorSummary | null): ComparisonSummary {
  const warning = noiseWarning(noise, summary.baseline, summary.candidate);
  return warning === null ? summary : { ...summary, warnings: [...(summary.warnings ?? []), warning] };
}
