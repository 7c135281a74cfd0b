import type { Parity } from '../runtimes/onnx/measure-parity.ts';
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
  /** The models that vote beside its own, in order; absent where none does. */
  voterSha256?: string[];
  /** Versions of the libraries that read its documents; absent where plain text is read. */
  readers?: Readonly<Record<string, string>>;
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
  /** Layers on the GPU, where not the whole model fits there; absent otherwise. */
  gpuLayers?: number;
  /** Flash attention was off, or the engine's batch was not its usual 512 tokens; absent otherwise. */
  flashAttention?: false;
  batchTokens?: number;
  /** Tokens that every step guessed ahead; absent where none were. */
  draftTokens?: number;
  /** What decided about workers, threads and width; absent in older runs. */
  layoutFrom?: LayoutSource;
  /** Tokens per second of the layouts that were measured, where any were. */
  layoutRates?: LayoutRate[];
  /** By variant: tokens at the beginning of all its prompts, evaluated once per slot; absent where too few are shared. */
  sharedTokens?: Readonly<Record<string, number>>;
  /** Tokens of the longest prompt; absent where not every document was read beforehand. */
  longestPrompt?: number;
}

/** What decided about workers, threads and width of a run. */
export type LayoutSource =
  | 'asked' // by `--width`
  | 'profile' // the device profile, as far as memory allowed
  | 'calibration' // measured before this run
  | 'kept calibration' // measured before an earlier one
  | 'not measured yet' // of a plan only: the run would measure first
  | 'short run'; // as by the profile: measuring would have cost more than it could win

/** Tokens per second that all workers together decoded and sampled; `null` where it could not be measured. */
export interface LayoutRate {
  replicas: number;
  threads: number;
  width: number;
  tokensPerSecond: number | null;
}

/** In which order documents are looked at, drawn by the seed before anything is measured. */
export interface RaceOrder {
  order: string[];
  /** So many of them are decoded by every variant before the next ones are begun. */
  blockDocuments: number;
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
  /** Of a run that may stop early; absent in any other. */
  race?: RaceOrder;
  /** By variant: how far a tagger in a reduced precision agrees with the file that it was made from; absent where there is none. */
  parity?: Readonly<Record<string, Parity>>;
  /** What the plan said aloud, e.g. of documents that do not fit into a model's context; absent where there was nothing. */
  warnings?: string[];
  engine: string;
  device: { name: string; kind: string };
  versions: Record<string, string>;
  machine: { os: string; cpu: string; cores: number; memoryBytes: number };
  gitCommit: string | null;
  createdAt: string;
}
