import {
  getModuleVersion,
  type Llama,
  type LlamaContext,
  LlamaGrammarEvaluationState,
  type LlamaModel,
  type LlamaGrammar,
} from 'node-llama-cpp';
import type {
  AnswerShape,
  BenchShape,
  BenchTimes,
  CohortResult,
  ForcedAnswer,
  ForcedRequest,
  Generation,
  GenerationRequest,
  LoadRequest,
  ModelDescription,
} from '../runtime.ts';
import { renderAnswerGrammar } from './answer-grammar.ts';
import { makeBarrierDecoder } from './barrier-decoder.ts';
import { makePromptTokenizer } from './chat-prompt.ts';
import type { DecodedAnswer, Decoder, PromptTokens, Vocabulary } from './decoding.ts';
import { asTokens, openInternals, requireEngineVersion } from './engine-internals.ts';
import { CopyGuide, type TokenBytes } from './extractive/copy-guide.ts';
import { SourcePlaces } from './extractive/source-places.ts';
import { readTokenBytes } from './extractive/token-bytes.ts';
import { makeLockstepDecoder } from './lockstep-decoder.ts';
import { commonBeginning } from './common-beginning.ts';
import { makeMeasuredEngine, type MeasuredEngine } from './measured-engine.ts';
import { makeThroughputDecoder } from './throughput-decoder.ts';
import { readCacheType } from './memory-estimate.ts';
import { loadModel, readMemory } from './load-model.ts';
import { describeDevice, describeEngine, openEngine, requireGgufFile } from './open-engine.ts';
import { assertOnGpu, requireNamedDevice, showOnlyGpu } from './assert-device.ts';
import { makeTokenMeter, type TokenMeter } from '../token-lengths.ts';

/** The loaded model inside its worker process. */
export interface ModelSession {
  description: ModelDescription;
  generate(requests: GenerationRequest[], onProgress: () => void): Promise<CohortResult>;
  countTokens(requests: GenerationRequest[]): number[];
  sharedTokens(requests: GenerationRequest[]): number[];
  force(requests: ForcedRequest[], onProgress: () => void): Promise<(ForcedAnswer | null)[]>;
  bench(shape: BenchShape, onProgress: () => void): Promise<BenchTimes>;
}

/**
 * Loads a model and creates its context, exactly as asked: nothing is shrunk to fit.
 * @throws AssayError (exit 3) if file or device do not serve; the library's own error if memory does not suffice.
 */
export async function openSession(request: LoadRequest, onProgress: () => void): Promise<ModelSession> {
  const startedMs = performance.now();
  requireGgufFile(request.modelPath);
  const kvCacheType = readCacheType(request.kvCacheType);
  if (request.engine === 'lockstep') requireEngineVersion(await getModuleVersion());
  if (request.visibleGpu !== undefined) showOnlyGpu(request.visibleGpu);
  const llama = await openEngine(request.gpu, request.threads, request.build);
  if (llama.gpu === false) requireNamedDevice(request, await describeDevice(llama));
  const { model, context, predictedBytes, bytesBefore } = await loadModel(
    llama,
    { ...request, kvCacheType },
    onProgress,
  );
  const gpu = llama.gpu === false ? null : await requireOnGpu(llama, model, { request, bytesBefore, predictedBytes });
  const tokenizePrompt = makePromptTokenizer(model, request);
  const vocabulary = makeVocabulary(model);
  const measureTokens = makeTokenMeter((tokens) => vocabulary.readText(tokens));
  const decode = takeTurns(makeDecoder(request, { model, context, vocabulary }), request);
  const readGrammar = makeGrammarCache(llama);
  const guideOf = makeGuides(model, request);
  let measured: MeasuredEngine | null = null;
  const measure = (): MeasuredEngine => (measured ??= makeMeasuredEngine({ model, context, ...request }));

  return {
    description: {
      runtime: 'llama',
      engine: `${await describeEngine(llama)}, ${request.engine}`,
      device: await describeDevice(llama),
      contextTokens: request.contextTokens,
      width: request.width,
      loadMs: performance.now() - startedMs,
      predictedBytes,
      ...(gpu !== null && { gpu }),
    },
    async force(requests, onProgress) {
      const answers: (ForcedAnswer | null)[] = [];
      for (const { messages, answer, tokens } of requests) {
        const prompt = tokenizePrompt(messages);
        answers.push(await (tokens ? measure().forceTokens(prompt, tokens) : measure().force(prompt, answer)));
        onProgress();
      }
      return answers;
    },
    bench: (shape, onProgress) => measure().bench(shape, onProgress),
    countTokens: (requests) => requests.map(({ messages }) => tokenizePrompt(messages).length),
    sharedTokens: (requests) => commonBeginning(requests.map(({ messages }) => tokenizePrompt(messages))),
    async generate(requests, onProgress) {
      const cameMs = performance.now();
      const prompts: PromptTokens[] = [];
      for (const generation of requests) {
        const { messages, maxTokens, shape } = generation;
        const tokens = tokenizePrompt(messages);
        prompts.push({ tokens, maxTokens, grammar: shape && (await readGrammar(shape)), ...guideOf(generation) });
      }
      const fits = prompts.filter((prompt) => fitsContext(prompt, request.contextTokens));
      const { answers, wallMs } = await decode(fits, { cameMs, onProgress });
      const generations = prompts.map((prompt): Generation => {
        const answer = answers[fits.indexOf(prompt)];
        return answer === undefined
          ? refuse(prompt, request)
          : describeAnswer(vocabulary, measureTokens, { prompt, answer });
      });
      const after = await readMemory(llama);
      return { generations, wallMs, measuredBytes: Math.max(0, after.peakBytes - bytesBefore) };
    },
  };
}

function makeDecoder(
  request: LoadRequest,
  { model, context, vocabulary }: { model: LlamaModel; context: LlamaContext; vocabulary: Vocabulary },
): Decoder {
  if (request.engine === 'public') return makeBarrierDecoder(context, vocabulary, request.contextTokens);
  const make = request.scheduling === 'continuous' ? makeThroughputDecoder : makeLockstepDecoder;
  return make(openInternals(model, context), vocabulary, {
    width: request.width,
    contextTokens: request.contextTokens,
    batchTokens: context.batchSize,
    ...(canForgetPart(model) && { sharedTokens: request.sharedTokens ?? 0, draftTokens: request.draftTokens ?? 0 }),
  });
}

/** A recurrent state and a sliding window cannot be cut back to an earlier position. */
function canForgetPart({ fileInsights }: LlamaModel): boolean {
  return !fileInsights.isRecurrent && !fileInsights.isHybrid && fileInsights.swaSize === undefined;
}

type Decode = (
  prompts: PromptTokens[],
  call: { cameMs: number; onProgress: () => void },
) => Promise<{ answers: DecodedAnswer[]; wallMs: number }>;

/** Cohorts one after the other, unless the decoder mixes them. Times never overlap, so that their sum is the time that passed. */
function takeTurns(decoder: Decoder, { scheduling, engine }: LoadRequest): Decode {
  let turn: Promise<unknown> = Promise.resolve();
  let endedMs = 0;
  return async (prompts, { cameMs, onProgress }) => {
    const start = (): Promise<DecodedAnswer[]> => decoder.decode(prompts, onProgress);
    const decoding = scheduling === 'continuous' && engine === 'lockstep' ? start() : turn.then(start);
    turn = decoding.catch(() => undefined);
    const answers = await decoding;
    const nowMs = performance.now();
    const wallMs = nowMs - Math.max(cameMs, endedMs);
    endedMs = nowMs;
    return { answers, wallMs };
  };
}

/** Layers and memory of a model on a GPU, after they were held against what was asked. */
async function requireOnGpu(
  llama: Llama,
  model: LlamaModel,
  { request, bytesBefore, predictedBytes }: { request: LoadRequest; bytesBefore: number; predictedBytes: number },
): Promise<NonNullable<ModelDescription['gpu']>> {
  const { nowBytes } = await readMemory(llama);
  const found = {
    layers: model.gpuLayers,
    totalLayers: model.fileInsights.totalLayers,
    vramBytes: nowBytes - bytesBefore,
  };
  assertOnGpu(request, { ...found, predictedBytes, device: await describeDevice(llama) });
  return found;
}

function makeVocabulary(model: LlamaModel): Vocabulary {
  const closes = new Map<number, boolean>();
  return {
    endToken: model.tokens.eos ?? model.tokens.eot,
    isEnd: (token) => model.isEogToken(asTokens([token])[0]),
    readText: (tokens) => model.detokenize(asTokens(tokens)),
    closesObject(token) {
      const known = closes.get(token) ?? model.detokenize(asTokens([token])).endsWith('}');
      closes.set(token, known);
      return known;
    },
    makeGrammarState: (grammar) => new LlamaGrammarEvaluationState({ model, grammar: grammar as LlamaGrammar }),
  };
}

function makeGrammarCache(llama: Llama): (shape: AnswerShape) => Promise<LlamaGrammar> {
  const known = new Map<string, LlamaGrammar>();
  return async (shape) => {
    const text = renderAnswerGrammar(shape);
    const grammar = known.get(text) ?? (await llama.createGrammar({ grammar: text }));
    known.set(text, grammar);
    return grammar;
  };
}

/** What holds the values of a request's answer to its document, where that is asked for; the public interface cannot. */
function makeGuides(
  model: LlamaModel,
  { engine }: LoadRequest,
): (request: GenerationRequest) => Pick<PromptTokens, 'makeGuide'> {
  let bytesOf: TokenBytes | undefined;
  return ({ shape, question }) => {
    if (shape?.extractive !== true) return {};
    if (engine === 'public') throw new Error('extractive answers need the lockstep engine');
    if (question === undefined) throw new Error('an extractive answer needs the document that it is asked about');
    const bytes = (bytesOf ??= readTokenBytes(model));
    return { makeGuide: () => new CopyGuide(new SourcePlaces(question.documentText), bytes) };
  };
}

function fitsContext({ tokens }: PromptTokens, contextTokens: number): boolean {
  return tokens.length > 0 && tokens.length < contextTokens;
}

function refuse({ tokens: { length: promptTokens } }: PromptTokens, { contextTokens }: LoadRequest): Generation {
  const reason =
    promptTokens === 0
      ? 'the rendered prompt is empty'
      : `prompt of ${promptTokens} tokens, context of ${contextTokens}: no room for an answer`;
  return { kind: 'refused', reason, promptTokens };
}

function describeAnswer(
  vocabulary: Vocabulary,
  measureTokens: TokenMeter,
  { prompt, answer }: { prompt: PromptTokens; answer: DecodedAnswer },
): Generation {
  const text = vocabulary.readText(answer.tokens);
  return {
    kind: 'generated',
    text,
    promptTokens: prompt.tokens.length,
    outputTokens: answer.tokens.length,
    tokenLengths: measureTokens(answer.tokens, text),
    ...answer,
  };
}
