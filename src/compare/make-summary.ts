import type { Manifest } from '../records/manifest.ts';
import { stepDownMaxT } from '../statistics/max-t.ts';
import { type ComparedVariants, compareVariants, pairDifferences } from './compare-variants.ts';
import type { MeasuredVariant, RecordCollector } from './measured-variant.ts';
import { type Flip, type RunStatus, type RunSummary, SUMMARY_SCHEMA_VERSION } from './run-summary.ts';
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
  const compared = compareAll(manifest, arm);
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
      comparisons: compared.map(({ summary }) => summary),
      slices: spec.variants.flatMap(({ id }) => sliceVariant(arm(id), input.axesOf, seed)),
    },
  };
}

/** All comparisons in their declared order; the p-values of those that share a set of documents are one family. */
function compareAll({ spec }: Manifest, arm: (id: string) => MeasuredVariant): ComparedVariants[] {
  const { decision, run } = spec;
  const differences = spec.comparisons.map(({ baseline, candidate }) =>
    pairDifferences(arm(baseline), arm(candidate), decision.metric),
  );
  const family = differences.filter((d): d is Float64Array => d instanceof Float64Array);
  const sameLength = family.every((d) => d.length === family[0]?.length);
  const tested = family.length > 0 && sameLength ? stepDownMaxT(family, { seed: run.seed }) : undefined;
  const safeSoFar = new Map<string, boolean>();
  return spec.comparisons.map(({ baseline, candidate }, i) => {
    const d = differences[i];
    const place = d instanceof Float64Array ? family.indexOf(d) : -1;
    const compared = compareVariants({
      baseline: arm(baseline),
      candidate: arm(candidate),
      decision,
      earlierRungsSafe: safeSoFar.get(baseline) ?? true,
      seed: run.seed,
      pValue: tested?.pValues[place] ?? 1,
      adjustedPValue: tested?.adjustedPValues[place] ?? 1,
    });
    safeSoFar.set(baseline, (safeSoFar.get(baseline) ?? true) && compared.summary.verdict === 'SAFE');
    return compared;
  });
}
