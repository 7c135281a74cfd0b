import { listSupportedBackends } from 'onnxruntime-node';
import { environmentError, usageError } from '../../core/errors.ts';
import { pictureModelOf } from '../../models/pictures/picture-model.ts';
import { readResidentMemory } from '../llama/process-memory.ts';
import { chooseProvider } from '../onnx/providers.ts';
import type {
  CohortResult,
  Generation,
  GenerationRequest,
  LoadRequest,
  ModelDescription,
  PageRequest,
} from '../runtime.ts';
import { makeTokenMeter } from '../token-lengths.ts';
import { isOutOfMemory } from '../worker/out-of-memory.ts';
import { type Library, openLibrary } from './open-library.ts';
import { predictPictureBytes } from './predict-bytes.ts';
import { ScoreWatch } from './score-watch.ts';
import { TRANSFORMERS_ENGINE } from './transformers-engine.ts';

/** The loaded model inside its worker process. */
export interface PictureSession {
  description: ModelDescription;
  generate(requests: GenerationRequest[], onProgress: () => void): Promise<CohortResult>;
  countTokens(requests: GenerationRequest[]): number[];
}

/**
 * Loads an image-to-text model.
 * @throws AssayError TRANSFORMERS_DEVICE and those of `openLibrary` (exit 3).
 */
export async function openPictureSession(request: LoadRequest): Promise<PictureSession> {
  const startedMs = performance.now();
  const before = readResidentMemory();
  const { modelPath, contextTokens, threads } = request;
  requireProcessor(request);
  const model = pictureModelOf(modelPath);
  const library = await openLibrary(model, threads);
  const measure = makeTokenMeter((ids) => library.decode(ids));
  const begins = new Map<string | null, number[]>();
  const beginOf = (task: string | null): number[] => {
    const begin = begins.get(task) ?? readTask(library, task, model.folder);
    begins.set(task, begin);
    return begin;
  };

  const generateOne = async (request: GenerationRequest, onProgress: () => void): Promise<Generation> => {
    const { page, task } = pictureOf(request);
    const begin = beginOf(task);
    const room = Math.min(contextTokens, library.mostPositions ?? contextTokens) - begin.length;
    const promptTokens = begin.length;
    if (room < 1) {
      const reason = `task of ${promptTokens} tokens, room for ${room + promptTokens}`;
      return { kind: 'refused', reason, promptTokens };
    }
    const beganMs = performance.now();
    const pixels = await library.preparePage(page).catch((cause: unknown) => {
      if (isOutOfMemory(cause)) throw cause;
      return `the page cannot be drawn: ${cause instanceof Error ? cause.message : String(cause)}`;
    });
    if (typeof pixels === 'string') return { kind: 'refused', reason: pixels, promptTokens };
    const watch = new ScoreWatch(onProgress);
    const mostTokens = Math.min(request.maxTokens, room);
    const made = await library.generate({ pixels, begin, mostTokens, watch: (scores) => watch.see(scores) });
    const totalMs = performance.now() - beganMs;
    const logProbabilities = watch.logProbabilitiesOf(made);
    const ended = library.endIds.includes(made.at(-1) ?? -1);
    const tokens = ended ? made.slice(0, -1) : made;
    const text = library.decode(tokens);
    return {
      kind: 'generated',
      text,
      finish: ended ? 'stop' : 'length',
      promptTokens,
      outputTokens: tokens.length,
      logProbabilities: logProbabilities.slice(0, tokens.length),
      tokens,
      tokenLengths: measure(tokens, text),
      firstTokenMs: watch.firstMs === null ? totalMs : watch.firstMs - beganMs,
      totalMs,
    };
  };

  return {
    description: {
      runtime: 'transformers',
      engine: TRANSFORMERS_ENGINE,
      device: { name: 'cpu', kind: 'cpu' },
      contextTokens,
      width: request.width,
      loadMs: performance.now() - startedMs,
      predictedBytes: predictPictureBytes(model),
    },
    countTokens: (requests) => requests.map((one) => beginOf(pictureOf(one).task).length),
    async generate(requests, onProgress) {
      const beganMs = performance.now();
      const generations: Generation[] = [];
      for (const one of requests) {
        const waitedMs = performance.now() - beganMs;
        const made = await generateOne(one, onProgress);
        // Times count from the cohort's start.
        generations.push(
          made.kind === 'refused'
            ? made
            : { ...made, firstTokenMs: made.firstTokenMs + waitedMs, totalMs: made.totalMs + waitedMs },
        );
      }
      const { peakBytes } = readResidentMemory();
      return {
        generations,
        wallMs: performance.now() - beganMs,
        measuredBytes: Math.max(0, peakBytes - before.nowBytes),
      };
    },
  };
}

function pictureOf({ picture }: GenerationRequest): PageRequest {
  if (picture === undefined) throw new Error('an image-to-text model was asked about a text');
  return picture;
}

/**
 * The tokens of a task: of its words in angle brackets each must be one.
 * @throws AssayError TRANSFORMERS_TASK (exit 2).
 */
function readTask(library: Library, task: string | null, folder: string): number[] {
  const { unknownId, startId } = library;
  if (task === null) {
    if (startId !== null) return [startId];
    throw usageError(
      'TRANSFORMERS_TASK',
      `${folder}: names no token that an answer begins with`,
      'Name it in the pipeline: `- infer: {pages: true, task: <s_cord-v2>}`',
    );
  }
  const unknown = (task.match(/<[^<>\s]+>/g) ?? []).find((mark) => {
    const ids = library.encode(mark);
    return ids.length !== 1 || ids[0] === unknownId;
  });
  const ids = library.encode(task);
  if (unknown === undefined && ids.length > 0) return ids;
  throw usageError(
    'TRANSFORMERS_TASK',
    `${folder}: its tokenizer has no token "${unknown ?? task}", with which the task of the pipeline would begin`,
    'Name a token of the model, or leave `task` out',
  );
}

function requireProcessor({ gpu, modelPath }: LoadRequest): void {
  const installed = listSupportedBackends().filter(({ bundled }) => bundled);
  const provider = chooseProvider(
    gpu,
    installed.map(({ name }) => name),
  );
  if (provider === 'cpu' || gpu === 'auto') return;
  throw environmentError(
    'TRANSFORMERS_DEVICE',
    `${modelPath}: asked to compute on ${provider}; image-to-text models compute on the processor only`,
    'Take a profile with `gpu: false`',
  );
}
