import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describeModel } from '../../models/inspect-model.ts';
import { loadExperiment } from '../../plan/load-experiment.ts';
import { callsPerDocument } from '../../plan/calls-per-document.ts';
import { type CostPlan, type ModelCost, planCost } from '../../plan/plan-cost.ts';
import { type DecisionPlan, planDecision } from '../../plan/plan-decision.ts';
import type { BatchPlan } from '../../records/manifest.ts';
import type { Engine } from '../../schedule/engine.ts';
import { type PlanOptions, planBatch } from '../../schedule/plan-batch.ts';
import type { PreparedVariant } from '../../schedule/prepare-run.ts';
import { requireExtractive } from '../../schedule/require-extractive.ts';
import { resolveDevice } from '../../schedule/resolve-device.ts';
import type { Spec } from '../../spec/spec.ts';
import { type Located, locateVariants } from './locate-variants.ts';
import { loadPilot, type Pilot } from './load-pilot.ts';

export interface PlannedVariant {
  id: string;
  quantization: string;
  fileBytes: number;
  /** The file is not there yet: its size is predicted, and a run makes it. */
  missing: boolean;
  /** Weights and context of one worker, predicted. */
  workerBytes: number;
  documentsPerSecond: number | null;
  /** Answers that models write about one document, at least. */
  callsPerDocument: number;
  /** Models that vote beside its own, each in a worker of its own; absent without. */
  voters?: PlannedVoter[];
}

export type PlannedVoter = Pick<PlannedVariant, 'quantization' | 'fileBytes' | 'missing' | 'workerBytes'> & {
  model: string;
};

export interface ExperimentPlan {
  spec: Spec;
  /** Documents in the split. */
  available: number;
  trials: number;
  /** Answers that models write over all trials, at least. */
  answers: number;
  fields: number;
  variants: PlannedVariant[];
  batch: BatchPlan;
  /** What a run would say before it decodes. */
  warnings: string[];
  decision: DecisionPlan;
  pilot: Pick<Pilot, 'runId' | 'documents'> | null;
  cost: CostPlan & { freeMemoryBytes: number; freeCacheBytes: number | null; freeResultsBytes: number | null };
}

/**
 * What an experiment will tell and cost, without a trial of it. The engine counts the tokens of the prompts and reckons memory in a
 * process of its own; nothing is written but remembered checksums.
 * @throws AssayError as `loadExperiment` and `locateModel`; MEMORY_TOO_SMALL as a run would.
 */
export async function planExperiment(
  path: string,
  results: string,
  engine: Engine,
  planning: PlanOptions = {},
): Promise<ExperimentPlan> {
  const loaded = await loadExperiment(path);
  const { variants, located } = await locateVariants(loaded);
  // On the device that a run would choose.
  const device = await resolveDevice({ ...loaded, variants, plugin: loaded.runtime !== null });
  const experiment = { ...loaded, ...device };
  const { spec, documents, dataset, config } = experiment;
  const run = { ...experiment, digest: '', variants };
  requireExtractive(run, engine);
  // What is worth measuring is measured by the run itself.
  const { batch, warnings } = await planBatch(run, engine, { ...planning, mayMeasure: false });
  const pilot = await loadPilot(results, spec.name, spec.decision.metric);

  const workerBytes = await predictWorkers(variants, located, (modelPath, kvCacheType) =>
    engine
      .planWidth({
        modelPath,
        contextTokens: batch.contextTokens,
        kvCacheType,
        gpu: config.gpu,
        flashAttention: config.flashAttention,
        batchTokens: config.batchTokens,
        draftTokens: config.draftTokens,
        cap: batch.width,
        freeBytes: Number.MAX_SAFE_INTEGER,
        reserveBytes: 0,
      })
      .then(({ predictedBytes }) => predictedBytes),
  );
  const planned = variants.map(({ spec: { id, stages, voters = [] } }, place): PlannedVariant => {
    const [own, ...others] = (located[place] ?? []).map((file, which) =>
      costOf(file, workerBytes[place]?.[which] ?? 0),
    );
    const { key: _, ...model } = own as LocatedCost;
    const asked = { stages, fields: experiment.fields.length, lines: experiment.lineFields !== undefined };
    return {
      id,
      ...model,
      documentsPerSecond: pilot?.documentsPerSecond.get(id) ?? null,
      callsPerDocument: callsPerDocument({ ...asked, models: 1 + others.length }),
      ...(others.length > 0 && {
        voters: others.map(({ key: _key, ...voter }, which) => ({ model: voters[which]?.model ?? id, ...voter })),
      }),
    };
  });
  const cost = planCost({
    variants: planned.map(({ id, documentsPerSecond }, place) => ({
      id,
      documentsPerSecond,
      models: (located[place] ?? []).map((file, which) => costOf(file, workerBytes[place]?.[which] ?? 0)),
    })),
    documents: documents.length,
    epochs: spec.run.epochs,
    replicas: batch.replicas,
    bytesPerRecord: pilot?.bytesPerRecord ?? null,
  });
  return {
    spec,
    available: dataset.ids.length,
    trials: planned.length * documents.length * spec.run.epochs,
    answers: planned.reduce((sum, { callsPerDocument: calls }) => sum + calls, 0) * documents.length * spec.run.epochs,
    fields: experiment.fields.length,
    variants: planned,
    batch,
    warnings,
    decision: planDecision({
      documents: documents.length,
      decision: spec.decision,
      comparisons: spec.comparisons,
      pilot: pilot?.comparisons ?? [],
      stop: spec.run.stop,
    }),
    pilot: pilot === null ? null : { runId: pilot.runId, documents: pilot.documents },
    cost: {
      ...cost,
      freeMemoryBytes: batch.freeBytes,
      freeCacheBytes: await freeBytesAt(located[0]?.[0]?.model.cache ?? results),
      freeResultsBytes: await freeBytesAt(results),
    },
  };
}

type LocatedCost = ModelCost & { quantization: string };

function costOf({ model: { source, made, wanted }, fileBytes }: Located, workerBytes: number): LocatedCost {
  return {
    key: `${source.sha256} ${wanted}`,
    quantization: wanted,
    fileBytes,
    missing: made === undefined,
    workerBytes,
  };
}

/**
 * Weights and context of one worker of each file of each variant. llama.cpp reckons the largest file at hand of every source; the others
 * differ from it by their weights.
 */
async function predictWorkers(
  variants: readonly PreparedVariant[],
  located: readonly (readonly Located[])[],
  predict: (modelPath: string, kvCacheType: string) => Promise<number>,
): Promise<number[][]> {
  const anchors = new Map<string, number>();
  const bytes: number[][] = [];
  for (const [place, { spec }] of variants.entries()) {
    const own: number[] = [];
    for (const { model, weightBytes } of located[place] ?? []) {
      const { path, sha256 } = model.source;
      const key = `${sha256}/${spec.kvCacheType}`;
      let beyondWeights = anchors.get(key);
      if (beyondWeights === undefined) {
        beyondWeights = (await predict(path, spec.kvCacheType)) - describeModel(path).description.weightBytes;
        anchors.set(key, beyondWeights);
      }
      own.push(beyondWeights + weightBytes);
    }
    bytes.push(own);
  }
  return bytes;
}

/** Bytes free on the disk that holds a folder, or would hold it; `null` where the system does not say. */
async function freeBytesAt(folder: string): Promise<number | null> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    } catch {
      if (path === dirname(path)) return null;
    }
  }
}
