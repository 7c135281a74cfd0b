import type { ExitCode } from '../../core/errors.ts';
import type {
  BenchShape,
  BenchTimes,
  ForcedAnswer,
  ForcedRequest,
  CohortResult,
  GenerationRequest,
  LoadRequest,
  ModelDescription,
} from '../runtime.ts';

/** What a width plan needs to know; plain data. */
export interface WidthQuestion {
  modelPath: string;
  contextTokens: number;
  kvCacheType: string;
  gpu: LoadRequest['gpu'];
  /** As in `LoadRequest`. */
  gpuLayers?: number | undefined;
  deviceName?: string | undefined;
  visibleGpu?: number | undefined;
  flashAttention?: boolean | undefined;
  batchTokens?: number | undefined;
  draftTokens?: number | undefined;
  build?: LoadRequest['build'];
  engine?: LoadRequest['engine'];
  /** Workers that share the main memory, for layers that do not lie on their GPUs; 1 unless told. */
  sharers?: number | undefined;
  /** Bytes that may be used; measured in the child when absent. */
  freeBytes?: number;
  reserveBytes: number;
  cap: number;
}

export interface WidthPlan {
  /** Sequences decoded together; 0 if not even one fits. */
  width: number;
  /** The engine's estimate of weights and context at that width, in bytes (at width 1 when nothing fits). */
  predictedBytes: number;
  /** Bytes that were free when the plan was made. */
  freeBytes: number;
  /** Layers on the GPU and of the model, where the whole model does not fit there. */
  gpuLayers?: number;
  totalLayers?: number;
  /** Where the model will run, and by what, as its own description will say; absent where only a load can tell. */
  on?: Pick<ModelDescription, 'engine' | 'device'>;
  /** Why nothing fits, where free memory alone does not say it. */
  reason?: string;
}

export type ToWorker =
  | { type: 'load'; request: LoadRequest }
  | { type: 'plan'; question: WidthQuestion }
  | { type: 'generate'; id: number; requests: GenerationRequest[] }
  | { type: 'countTokens'; id: number; requests: GenerationRequest[] }
  | { type: 'sharedTokens'; id: number; requests: GenerationRequest[] }
  | { type: 'force'; id: number; requests: ForcedRequest[] }
  | { type: 'bench'; id: number; shape: BenchShape };

/** An AssayError, or a failed allocation, on its way through the process boundary. */
export interface WorkerFailure {
  kind: 'environment' | 'outOfMemory' | 'bug';
  exitCode?: ExitCode;
  code: string;
  message: string;
  hint?: string;
}

export type FromWorker =
  | { type: 'ready'; description: ModelDescription }
  | { type: 'planned'; plan: WidthPlan }
  | { type: 'generated'; id: number; result: CohortResult }
  | { type: 'counted'; id: number; counts: number[] }
  | { type: 'shared'; id: number; tokens: number[] }
  | { type: 'forced'; id: number; answers: (ForcedAnswer | null)[] }
  | { type: 'benched'; id: number; times: BenchTimes }
  /** Work goes on: keeps the watchdog quiet. */
  | { type: 'progress' }
  | { type: 'failed'; id: number | null; failure: WorkerFailure };
