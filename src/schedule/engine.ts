import { freemem } from 'node:os';
import type { RunRules } from '../tasks/load-rules.ts';
import { createLlamaRuntime } from '../runtimes/llama/llama-runtime.ts';
import {
  engineVersionOn,
  type EngineUse,
  missingBuild,
  readEngineUse,
} from '../runtimes/llama/native/engine-choice.ts';
import { BYTE_TOKENIZERS } from '../runtimes/llama/extractive/token-bytes.ts';
import { planWidth } from '../runtimes/llama/plan-width.ts';
import type { WidthPlan, WidthQuestion } from '../runtimes/worker/protocol.ts';
import { createOnnxRuntime } from '../runtimes/onnx/onnx-runtime.ts';
import { ONNX_ENGINE } from '../runtimes/onnx/onnx-engine.ts';
import { planOnnxWidth } from '../runtimes/onnx/predict-bytes.ts';
import { loadTokenizerKind } from '../models/inspect-model.ts';
import { isOnnx } from '../models/onnx/load-onnx.ts';
import { isPictureModel } from '../models/pictures/picture-model.ts';
import { planPictureWidth } from '../runtimes/transformers/predict-bytes.ts';
import { TRANSFORMERS_ENGINE } from '../runtimes/transformers/transformers-engine.ts';
import { createTransformersRuntime } from '../runtimes/transformers/transformers-runtime.ts';
import type { LoadRequest, Runtime } from '../runtimes/runtime.ts';

/** A runtime with what the schedule must know before it loads anything. */
export interface Engine {
  runtime: Runtime;
  /** Library and release; part of a run's identity. */
  version: string;
  /** The same for a run of these model files on this device, where other libraries join in; `version` when absent. */
  versionFor?(modelPaths: readonly string[], gpu: LoadRequest['gpu']): string;
  /** What must be said before it runs these model files on this device; `null` when nothing. */
  noteFor?(modelPaths: readonly string[], gpu: LoadRequest['gpu']): string | null;
  /** Why it cannot hold the answers of a model to words of the document (`infer: {extractive: true}`); `null` where it can. One without this cannot. */
  whyNotExtractive?(modelPath: string): string | null;
  /** The largest batch width that fits into memory; 0 when not even one document fits. */
  planWidth(question: WidthQuestion): Promise<WidthPlan>;
}

export type { WidthPlan, WidthQuestion };

/** Documents that a runtime of a plugin decodes together: what it needs of memory is not known. */
const PLUGIN_WIDTH = 8;

/** The engine around a plugin's runtime; `undefined` where there is none. */
export function engineOf(brought: RunRules['runtime']): Engine | undefined {
  if (brought === null) return undefined;
  const { plugin, options } = brought;
  return {
    runtime: plugin.create(options),
    version: `${plugin.name} ${plugin.version}`,
    planWidth: async ({ cap, freeBytes }) => ({
      width: Math.min(cap, PLUGIN_WIDTH),
      predictedBytes: 0,
      freeBytes: freeBytes ?? freemem(),
    }),
  };
}

/** Libraries, releases and builds that run these model files on this device. */
export function versionOf(engine: Engine, modelPaths: readonly string[], gpu: LoadRequest['gpu']): string {
  return engine.versionFor?.(modelPaths, gpu) ?? engine.version;
}

/** How llama.cpp was driven in a run: what its engine's description ends with. */
export function driverOf({ engine }: { engine: string }): LoadRequest['engine'] {
  return /, public(, |$)/.test(engine) ? 'public' : 'lockstep';
}

/**
 * The engine of every model file that Assay runs: GGUF by llama.cpp through node-llama-cpp, ONNX taggers by ONNX Runtime, image-to-text
 * models by transformers.js. Of llama.cpp the build, prebuilt or compiled on this machine, is chosen once, here, and is part of the version, as is the
 * driver: `public` is the slower path that works with any release of the library. Errors: exit 3 when the native build is chosen and there
 * is none.
 */
export function createEngine(use: EngineUse = readEngineUse(), driver: LoadRequest['engine'] = 'lockstep'): Engine {
  const runtime = createLlamaRuntime();
  const onnx = createOnnxRuntime();
  const pictures = createTransformersRuntime();
  const versionOn = (gpu: LoadRequest['gpu']): string =>
    `${engineVersionOn(use, { gpu })}${driver === 'public' ? ', public interface' : ''}`;
  return {
    version: versionOn(false),
    // Runs without an ONNX model keep the identity that they had before there were any.
    versionFor: (paths, gpu) =>
      [
        versionOn(gpu),
        ...(paths.some((path) => isOnnx(path) && !isPictureModel(path)) ? [ONNX_ENGINE] : []),
        ...(paths.some(isPictureModel) ? [TRANSFORMERS_ENGINE] : []),
      ].join(', '),
    noteFor: (paths, gpu) => {
      const ofLlama = paths.some((path) => !isPictureModel(path) && !isOnnx(path));
      return ofLlama ? missingBuild(use, { gpu }) : null;
    },
    whyNotExtractive: (path) => {
      // A tagger marks places of the document: it has no other words.
      if (isOnnx(path)) return null;
      if (driver === 'public') return '--engine public leaves the choice of tokens to the library';
      const kind = loadTokenizerKind(path);
      return kind !== null && BYTE_TOKENIZERS.includes(kind)
        ? null
        : `its tokenizer is "${kind ?? 'not named'}"; the bytes of tokens are known for ${BYTE_TOKENIZERS.join(' and ')}`;
    },
    planWidth: (question) => {
      if (isPictureModel(question.modelPath)) return planPictureWidth(question);
      return isOnnx(question.modelPath)
        ? planOnnxWidth(question)
        : planWidth({ build: use, ...question, engine: driver });
    },
    runtime: {
      ...runtime,
      load: (request) => {
        if (isPictureModel(request.modelPath)) return pictures.load(request);
        return isOnnx(request.modelPath)
          ? onnx.load(request)
          : runtime.load({ build: use, ...request, engine: driver });
      },
    },
  };
}
