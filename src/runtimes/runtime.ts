/** The port through which everything above runs a model. Adapters: llama/, simulated; later onnx/, http. */

/** What a worker needs to know to load one model. Plain data: it crosses a process boundary. */
export interface LoadRequest {
  /** Absolute path of the model file. */
  modelPath: string;
  /** Sequences decoded together. */
  width: number;
  /** Tokens that one sequence can hold, prompt and answer together. */
  contextTokens: number;
  /** Threads of the engine inside this worker. */
  threads: number;
  gpu: false | 'auto' | 'cuda' | 'vulkan' | 'metal';
  /** Layers of the model on the GPU; all of them unless told, and none on a CPU. */
  gpuLayers?: number | undefined;
  /** What the GPU's name must hold; any GPU when absent. */
  deviceName?: string | undefined;
  /** Index of the one GPU that the worker may see; all of them when absent. */
  visibleGpu?: number | undefined;
  /** `true` unless told. */
  flashAttention?: boolean | undefined;
  /** Most tokens in one batch of the engine; 512 unless told. */
  batchTokens?: number | undefined;
  /** Tokens that every step guesses ahead by looking them up in the prompt; none unless told, and none where the model cannot forget them again. */
  draftTokens?: number | undefined;
  /** Type of the key-value cache, e.g. `F16`, `Q8_0`. */
  kvCacheType: string;
  /** `lockstep` drives the engine's internal batch; `public` is the slower path on its public API. */
  engine: 'lockstep' | 'public';
  /** Whether a cohort is decoded by itself, so that it decides its tokens alone (unless told), or slots are refilled at once. */
  scheduling?: 'cohorts' | 'continuous' | undefined;
  /** So many tokens at the beginning of all prompts are the same: they are evaluated once. None unless told. */
  sharedTokens?: number | undefined;
  /** Only tokens will be counted: a runtime that can do that without weights and without a GPU loads neither. */
  countOnly?: true | undefined;
  /** Which binary of the engine runs; the choice of this machine when absent. */
  build?: 'prebuilt' | 'native' | undefined;
}

/** What the worker says once the model is loaded. */
export interface ModelDescription {
  runtime: string;
  /** Name and version of the library and of the engine inside it. */
  engine: string;
  device: { name: string; kind: 'cpu' | 'cuda' | 'vulkan' | 'metal' | 'webgpu' };
  contextTokens: number;
  width: number;
  loadMs: number;
  /** The engine's own estimate of weights + context, before loading. */
  predictedBytes: number;
  /** On a GPU: layers there, layers of the model, and the growth of its used memory by the load; asserted, not assumed. */
  gpu?: { layers: number; totalLayers: number; vramBytes: number };
}

/** A JSON value made of fields that are each a string or null: the answer's grammar. */
export interface AnswerShape {
  /** Keys in the order in which they are asked for. */
  keys: string[];
  /** Keys of every object in the list under the last key, `lines`; the answer has no such key without. */
  lines?: string[];
  /** Every value must be a run of whole words of the question's document; `null` stays allowed. */
  extractive?: true;
}

/** One question to the model. */
export interface GenerationRequest {
  /** Chat turns, rendered through the model's own chat template. */
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
  maxTokens: number;
  /** Constrains the answer by a grammar; `null` decodes freely. */
  shape: AnswerShape | null;
  /** What is asked, apart from its wording: for models that read the document itself and no prompt. */
  question?: { documentText: string; fields: string[]; lineFields?: string[] | undefined };
  /** A page to be read by a model that sees; `messages` are empty then. */
  picture?: PageRequest;
}

/** What an image-to-text model is shown. */
export interface PageRequest {
  /** PNG or JPEG. */
  page: Uint8Array;
  /** Tokens that the answer begins with and that tell the model its task, e.g. `<s_cord-v2>`; the model's own when `null`. */
  task: string | null;
}

export type FinishReason =
  | 'stop' // end-of-generation token, or the JSON object closed
  | 'length'; // maxTokens or the context ran out

/** One answer. A prompt that does not fit is `kind: 'refused'`, never a silent shift of the context. */
export type Generation =
  | {
      kind: 'generated';
      text: string;
      finish: FinishReason;
      promptTokens: number;
      outputTokens: number;
      /** Natural-log probability of each output token under the raw (not grammar-masked) distribution. */
      logProbabilities: number[];
      /** Output token ids, for exact comparison of runs. */
      tokens: number[];
      /** How many UTF-16 units of the text each token adds; absent where a runtime cannot say. */
      tokenLengths?: number[];
      /** How long it waited for a sequence after it was handed in; absent where a runtime does not say. */
      queueMs?: number;
      /** Wall time from the cohort's start (from its own, where slots are refilled at once) to this sequence's first token. */
      firstTokenMs: number;
      /** The same to this sequence's last token. */
      totalMs: number;
    }
  | { kind: 'refused'; reason: string; promptTokens: number };

/** An answer that the model did not choose: the messages that ask for it, and its text. */
export interface ForcedRequest {
  messages: GenerationRequest['messages'];
  answer: string;
  /** The answer in tokens, where it is to be these: the same text can be cut otherwise. */
  tokens?: number[] | undefined;
}

/** The model's distribution before every token of a forced answer. */
export interface ForcedAnswer {
  /** The answer in tokens. */
  tokens: number[];
  /** Tokens that the model knows. */
  vocabulary: number;
  /** Natural-log probabilities: for each token of the answer a row of `vocabulary`, by token id. */
  logProbabilities: Float32Array;
}

/** What a speed measurement decodes: `width` sequences of so many made-up tokens. */
export interface BenchShape {
  promptTokens: number;
  outputTokens: number;
  /** Counted rounds, after one that is not. */
  repetitions: number;
}

/** Milliseconds of each counted round: all prompts, all decode steps, and the sampling between them. */
export interface BenchTimes {
  prefillMs: number[];
  decodeMs: number[];
  sampleMs: number[];
}

/** One cohort, decoded together. */
export interface CohortResult {
  /** In the order of the requests. */
  generations: Generation[];
  /** Wall time of the cohort; where slots are refilled at once, the time since the cohort that ended before it. */
  wallMs: number;
  /** Peak growth of the worker's memory since before the load, in bytes. */
  measuredBytes: number;
  /** Which answers came from an earlier run, with their times, and were not decoded now; absent when none did. */
  recalled?: boolean[];
}

/** A loaded model, somewhere. `generate` takes at most `width` requests. */
export interface LoadedModel extends AsyncDisposable {
  readonly description: ModelDescription;
  /**
   * Decodes a cohort. Further cohorts may be handed in before it is done: they wait, or take the slots that become free.
   * Rejects with `WorkerLost` when the process behind it dies.
   */
  generate(requests: GenerationRequest[]): Promise<CohortResult>;
  /** Token counts of rendered prompts, for the plan. */
  countTokens(requests: GenerationRequest[]): Promise<number[]>;
  /** The tokens that all of these prompts begin with, less the last of the shortest; absent where prompts are not tokenized. */
  sharedTokens?(requests: GenerationRequest[]): Promise<number[]>;
  /** Distributions before every token of given answers, of models that can tell; `null` for one that does not fit. Not while `generate` is at work. */
  force?(requests: ForcedRequest[]): Promise<(ForcedAnswer | null)[]>;
  /** Bare speed of engines that can be measured so. Not while `generate` is at work. */
  bench?(shape: BenchShape): Promise<BenchTimes>;
}

export interface Runtime {
  readonly name: string;
  load(request: LoadRequest): Promise<LoadedModel>;
}

/** The process that held the model is gone: its cohort must run again. */
export class WorkerLost extends Error {
  readonly exit: { code: number | null; signal: string | null };
  /** Whether it looks like exhausted memory (SIGKILL by the kernel, SIGABRT by the engine, an allocation error). */
  readonly outOfMemory: boolean;

  constructor(exit: { code: number | null; signal: string | null }, outOfMemory: boolean, detail: string) {
    super(`worker lost (code ${exit.code}, signal ${exit.signal}): ${detail}`);
    this.name = 'WorkerLost';
    this.exit = exit;
    this.outOfMemory = outOfMemory;
  }
}
