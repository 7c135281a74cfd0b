import { Queue } from '../core/queue.ts';
import type { CohortOfTrials } from '../plan/make-trials.ts';
import type { Manifest } from '../records/manifest.ts';
import type { GenerationRequest, LoadedModel, LoadRequest } from '../runtimes/runtime.ts';
import { decodeCohort } from './decode-cohort.ts';
import { type Engine, versionOf } from './engine.ts';
import { warmUpCohorts } from './hand-out.ts';
import { loadWithVoters } from './load-voters.ts';
import type { PreparedRun, PreparedVariant } from './prepare-run.ts';
import { makeRecall } from './recall.ts';
import { requireDevice } from './require-device.ts';
import type { ResponseCache } from './response-cache.ts';
import type { VariantWork } from './run-cohorts.ts';
import { settingOf } from './trial-setting.ts';

/** Cohorts per worker whose documents are read ahead. */
const COHORTS_AHEAD = 3;

export interface WorkInput {
  run: PreparedRun;
  manifest: Manifest;
  engine: Engine;
  /** Answers of earlier runs; `mayFind: false` keeps new ones and uses none. */
  responses?: { cache: ResponseCache; mayFind: boolean } | undefined;
}

/** How a variant's cohorts are loaded and decoded; of `pending` its own are taken. */
export function makeWork(
  variant: PreparedVariant,
  pending: readonly CohortOfTrials[],
  input: WorkInput,
  predicted: Map<string, number>,
): VariantWork {
  const { run, manifest, engine, responses } = input;
  const recall =
    responses === undefined
      ? null
      : makeRecall({
          ...responses,
          manifest,
          variant,
          engine: versionOf(engine, [variant.model.path], run.config.gpu),
        });
  const request: LoadRequest = {
    modelPath: variant.model.path,
    width: manifest.batch.width,
    contextTokens: manifest.batch.contextTokens,
    threads: manifest.batch.threads,
    gpu: run.config.gpu,
    // Runs that were begun before the plan kept them have those of the profile.
    gpuLayers: manifest.batch.gpuLayers ?? run.config.gpuLayers,
    deviceName: run.config.deviceName,
    kvCacheType: variant.spec.kvCacheType,
    flashAttention: manifest.batch.flashAttention,
    batchTokens: manifest.batch.batchTokens,
    draftTokens: manifest.batch.draftTokens,
    engine: 'lockstep',
    scheduling: run.spec.run.determinism === 'throughput' ? 'continuous' : 'cohorts',
    sharedTokens: manifest.batch.sharedTokens?.[variant.spec.id],
  };
  const cohorts = new Queue(pending.filter((cohort) => cohort.variant === variant.spec.id));
  const setting = settingOf(run, variant, manifest.batch);
  const { stages } = variant.spec;
  const loadModel = async (): Promise<LoadedModel> => {
    const model = await requireDevice(await engine.runtime.load(request), manifest);
    predicted.set(variant.spec.id, model.description.predictedBytes);
    return model;
  };
  // The documents of the next cohorts are read while the model loads, or is busy with the one before.
  const readAhead = (): void => {
    const next = cohorts.peek(manifest.batch.replicas * COHORTS_AHEAD).flatMap(({ trials }) => trials);
    const documents = next.map(({ document }) => document);
    run.inputs.readAhead(documents, stages);
  };
  const given = new WeakMap<LoadedModel, number>();
  const warmUps = warmUpCohorts(manifest);
  return {
    variant: variant.spec.id,
    cohorts,
    load: () => {
      readAhead();
      const others = (variant.voters ?? []).map(({ path }) => ({ ...request, modelPath: path }));
      return loadWithVoters(engine.runtime, recall?.open(loadModel) ?? loadModel(), others);
    },
    decode: async (cohort, model) => {
      const reading = Promise.all(cohort.trials.map(({ document }) => run.inputs.read(document, stages)));
      readAhead();
      const announce = (requests: readonly GenerationRequest[]): void => recall?.announce(requests, cohort.epoch);
      const place = given.get(model) ?? 0;
      given.set(model, place + 1);
      const decoded = await decodeCohort(await reading, { setting, model, announce });
      return { ...decoded, ...(place < warmUps && { warmup: true as const }) };
    },
  };
}
