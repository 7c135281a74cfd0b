import type { Spec } from '../spec/spec.ts';

export const MANIFEST_VERSION = 1;

/** What a variant is made of, by content. */
export interface ManifestVariant {
  id: string;
  modelSha256: string;
  /** SHA-256 of the full-precision file that it was quantized from; its own when it was not. */
  sourceSha256: string;
  fileBytes: number;
  quantization: string;
  promptHash: string;
  promptVersion: number;
}

/** How the documents are decoded; the same for every variant. */
export interface BatchPlan {
  /** Documents decoded together by one worker. */
  width: number;
  /** Tokens that one document may take, prompt and answer together. */
  contextTokens: number;
  /** Workers side by side, each with a model of its own. */
  replicas: number;
  /** Threads of the engine in each worker. */
  threads: number;
  /** Memory that was free when the width was chosen. */
  freeBytes: number;
}

/** `manifest.json`: everything that was asked and chosen, written before the first trial. */
export interface Manifest {
  manifestVersion: number;
  runId: string;
  /** Hash of what was asked; the end of the run's folder name. */
  identity: string;
  spec: Spec;
  dataset: { digest: string; documents: string[] };
  variants: ManifestVariant[];
  /** Chosen once by the memory plan and used again on resume. */
  batch: BatchPlan;
  /** Header fields asked of every document, in this order. */
  fields: string[];
  /** Cells asked of every line; absent when no lines are asked for. */
  lineFields?: string[];
  /** Document ids of each cohort, the same for every variant. */
  cohorts: string[][];
  engine: string;
  device: { name: string; kind: string };
  versions: Record<string, string>;
  machine: { os: string; cpu: string; cores: number; memoryBytes: number };
  gitCommit: string | null;
  createdAt: string;
}
