import { environmentError } from '../../core/errors.ts';
import { type PictureModel, pictureCompanions } from '../../models/pictures/picture-model.ts';
import { isOutOfMemory } from '../worker/out-of-memory.ts';

/** Numbers with their shape, as the library hands them around. */
export interface LibraryTensor {
  data: ArrayLike<number>;
  dims: number[];
  tolist(): unknown;
}

/** Looks at the scores of every next token before it is chosen. */
export type WatchScores = (scores: ArrayLike<number>) => void;

/** What this project uses of transformers.js, opened for one model. */
export interface Library {
  /** The ids of a text; special tokens only where they stand in it. */
  encode(text: string): number[];
  /** The text of ids, special tokens included. */
  decode(ids: readonly number[]): string;
  /** Pixels as the encoder takes them. Throws for bytes that are no picture. */
  preparePage(page: Uint8Array): Promise<unknown>;
  /** Greedy: ids that follow on `begin`, at most `mostTokens`, an end token included. */
  generate(asked: {
    pixels: unknown;
    begin: readonly number[];
    mostTokens: number;
    watch: WatchScores;
  }): Promise<number[]>;
  unknownId: number | null;
  endIds: readonly number[];
  startId: number | null;
  /** Tokens that the decoder has places for, those it begins with included; `null` where its configuration does not say. */
  mostPositions: number | null;
}

/**
 * Opens tokenizer, image processor and both networks of a model from its folder, on the processor. Nothing is ever fetched, and no
 * other device taken.
 * @throws AssayError MODEL_PART_MISSING, TRANSFORMERS_LOAD (exit 3); an error that says so when memory runs out.
 */
export async function openLibrary(model: PictureModel, threads: number): Promise<Library> {
  pictureCompanions(model);
  const library = await import('@xenova/transformers');
  const { AutoImageProcessor, AutoTokenizer, env, LogitsProcessor, LogitsProcessorList, RawImage, Tensor } = library;
  env.allowRemoteModels = false;
  env.useFSCache = false;
  const local = { local_files_only: true };
  const opened = await (async () => ({
    tokenizer: (await AutoTokenizer.from_pretrained(model.folder, local)) as unknown as Tokenizer,
    processor: (await AutoImageProcessor.from_pretrained(model.folder, local)) as unknown as Processor,
    network: (await library.VisionEncoderDecoderModel.from_pretrained(model.folder, {
      ...local,
      dtype: model.precision.dtype,
      device: 'cpu',
      session_options: {
        executionProviders: ['cpu'],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        logSeverityLevel: 4,
      },
    })) as unknown as Network,
  }))().catch((cause: unknown) => {
    throw isOutOfMemory(cause) ? cause : loadError(model, cause);
  });
  const { tokenizer, processor, network } = opened;

  class Watcher extends LogitsProcessor {
    private readonly watch: WatchScores;

    constructor(watch: WatchScores) {
      super();
      this.watch = watch;
    }

    override _call(_ids: bigint[][], scores: LibraryTensor): LibraryTensor {
      this.watch(scores.data);
      return scores;
    }
  }

  const numberOf = (name: string): unknown => network.generation_config?.[name] ?? network.config[name];
  const ends = numberOf('eos_token_id');
  const start = numberOf('decoder_start_token_id');
  const positions = network.config.decoder?.max_position_embeddings;
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }),
    decode: (ids) =>
      ids.length === 0
        ? ''
        : tokenizer.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
    async preparePage(page) {
      const picture = await RawImage.fromBlob(new Blob([page as Uint8Array<ArrayBuffer>]));
      return (await processor(picture.rgb())).pixel_values;
    },
    async generate({ pixels, begin, mostTokens, watch }) {
      const processors = new LogitsProcessorList();
      processors.push(new Watcher(watch) as never);
      const sequences = (await network.generate({
        pixel_values: pixels,
        decoder_input_ids: new Tensor('int64', BigInt64Array.from(begin, BigInt), [1, begin.length]),
        max_new_tokens: mostTokens,
        logits_processor: processors,
        do_sample: false,
        num_beams: 1,
        // An answer that is cut off must not end as if the model had ended it.
        forced_eos_token_id: null,
      })) as LibraryTensor;
      const [ids = []] = sequences.tolist() as bigint[][];
      return ids.slice(begin.length).map(Number);
    },
    unknownId: tokenizer.unk_token_id ?? null,
    endIds: (Array.isArray(ends) ? ends : [ends]).filter((id): id is number => typeof id === 'number'),
    startId: typeof start === 'number' ? start : null,
    mostPositions: typeof positions === 'number' ? positions : null,
  };
}

interface Tokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): number[];
  decode(ids: number[], options: { skip_special_tokens: boolean; clean_up_tokenization_spaces: boolean }): string;
  unk_token_id?: number;
}

type Processor = (picture: unknown) => Promise<{ pixel_values: unknown }>;

interface Network {
  generate(options: Record<string, unknown>): Promise<unknown>;
  config: Record<string, unknown> & { decoder?: Record<string, unknown> };
  generation_config?: Record<string, unknown> | null;
}

function loadError({ folder }: PictureModel, cause: unknown): Error {
  return environmentError(
    'TRANSFORMERS_LOAD',
    `${folder}: transformers.js cannot load it: ${cause instanceof Error ? cause.message.trim() : String(cause)}`,
    'Run assay models inspect on it, or export it again for transformers.js',
    cause,
  );
}
