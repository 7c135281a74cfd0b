import { setTimeout as sleep } from 'node:timers/promises';
import { basename } from 'node:path';
import { Random } from '../core/random.ts';
import { findPrinted, findRows } from './simulated-extractor.ts';
import { makeTokenMeter } from './token-lengths.ts';
import {
  type CohortResult,
  type Generation,
  type GenerationRequest,
  type LoadedModel,
  type LoadRequest,
  type Runtime,
  WorkerLost,
} from './runtime.ts';

/** What goes wrong while a cohort is decoded. */
export interface SimulatedFault {
  /** Which cohort, counted from 1 over the life of the runtime, all its models together. */
  cohort: number;
  kind: 'die' | 'hang' | 'outOfMemory';
}

export interface SimulatedOptions {
  seed?: number;
  /** Share of values that come out wrong, per model file: a coarser quantization may err more often. */
  errorRate?: (modelPath: string) => number;
  /** Real time that a cohort takes. */
  latencyMs?: number;
  faults?: SimulatedFault[];
  /** After so long without progress a hung worker is given up. */
  progressDeadlineMs?: number;
}

const BYTES_PER_TOKEN = 1024;
const MODEL_BYTES = 1_000_000;
const meterTokens = makeTokenMeter((tokens) => Buffer.from(tokens).toString('utf8'));
/** Times that are reported, not taken: results are the same on every machine. */
const MS_PER_TOKEN = 0.1;

/**
 * A runtime without a model: a few rules read the answers from the prompt, a seeded stream spoils some of them. The same
 * seed, model path and request give the same answer, whatever runs beside it. A token is a byte of the answer.
 */
export function createSimulatedRuntime(options: SimulatedOptions = {}): Runtime {
  const { seed = 1, errorRate = () => 0.05, latencyMs = 0, faults = [], progressDeadlineMs = 100 } = options;
  let cohorts = 0;
  return {
    name: 'simulated',
    async load(request) {
      let lost: WorkerLost | null = null;
      const answer = (asked: GenerationRequest): Generation =>
        generateOne(asked, { seed, errorRate: errorRate(request.modelPath), request });
      return {
        description: describe(request),
        async countTokens(requests) {
          if (lost !== null) throw lost;
          return requests.map(countPromptTokens);
        },
        async generate(requests): Promise<CohortResult> {
          if (lost !== null) throw lost;
          if (requests.length > request.width)
            throw new RangeError(`a cohort of ${requests.length} does not fit a width of ${request.width}`);
          cohorts += 1;
          const cohort = cohorts;
          const fault = faults.find((candidate) => candidate.cohort === cohort);
          if (latencyMs > 0) await sleep(latencyMs);
          if (fault !== undefined) {
            if (fault.kind === 'hang') await sleep(progressDeadlineMs);
            lost = asLost(fault);
            throw lost;
          }
          const generations = requests.map(answer);
          const wallMs = Math.max(0, ...generations.map((one) => (one.kind === 'generated' ? one.totalMs : 0)));
          return { generations, wallMs, measuredBytes: describe(request).predictedBytes };
        },
        async [Symbol.asyncDispose]() {},
      } satisfies LoadedModel;
    },
  };
}

function describe({ width, contextTokens }: LoadRequest): LoadedModel['description'] {
  return {
    runtime: 'simulated',
    engine: 'simulated 1',
    device: { name: 'simulated', kind: 'cpu' },
    contextTokens,
    width,
    loadMs: 0,
    predictedBytes: MODEL_BYTES + width * contextTokens * BYTES_PER_TOKEN,
  };
}

function asLost({ kind }: SimulatedFault): WorkerLost {
  if (kind === 'outOfMemory')
    return new WorkerLost({ code: null, signal: 'SIGABRT' }, true, 'simulated: out of memory');
  if (kind === 'hang') return new WorkerLost({ code: null, signal: 'SIGKILL' }, false, 'simulated: no progress');
  return new WorkerLost({ code: 1, signal: null }, false, 'simulated: death');
}

function countPromptTokens({ messages }: GenerationRequest): number {
  return Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
}

function generateOne(
  asked: GenerationRequest,
  { seed, errorRate, request }: { seed: number; errorRate: number; request: LoadRequest },
): Generation {
  const promptTokens = countPromptTokens(asked);
  if (promptTokens === 0 || promptTokens >= request.contextTokens)
    return {
      kind: 'refused',
      reason: `prompt of ${promptTokens} tokens, context of ${request.contextTokens}`,
      promptTokens,
    };
  const text = asked.messages.map(({ content }) => content).join('\n');
  const random = Random.stream(seed, basename(request.modelPath), text);
  const { keys = [], lines } = asked.shape ?? {};
  const said = (printed: string | null): string | null => (random.chance(errorRate) ? spoil(printed, random) : printed);
  const members: [string, unknown][] = keys.map((key) => [key, said(findPrinted(text, key))]);
  if (lines !== undefined) {
    const rows = findRows(text);
    members.push(['lines', rows.map((row) => Object.fromEntries(lines.map((key) => [key, said(row[key] ?? null)])))]);
  }
  const whole = JSON.stringify(Object.fromEntries(members));
  const full = bytesOf(whole);
  const room = Math.min(asked.maxTokens, request.contextTokens - promptTokens);
  const tokens = full.slice(0, room);
  const firstTokenMs = promptTokens * MS_PER_TOKEN;
  const answered = tokens.length === full.length ? whole : Buffer.from(tokens).toString('utf8');
  return {
    kind: 'generated',
    text: answered,
    finish: tokens.length < full.length ? 'length' : 'stop',
    promptTokens,
    outputTokens: tokens.length,
    logProbabilities: tokens.map(() => -random.real() / 10),
    tokens,
    tokenLengths: meterTokens(tokens, answered),
    firstTokenMs,
    totalMs: firstTokenMs + tokens.length * MS_PER_TOKEN,
  };
}

/** As numbers in a plain list; spread into one, the bytes would each pass through an iterator. */
function bytesOf(text: string): number[] {
  const bytes = Buffer.from(text, 'utf8');
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) numbers.push(bytes[at] as number);
  return numbers;
}

/** A wrong answer of one of the kinds that models give: left out, invented, or misread by a digit. */
function spoil(printed: string | null, random: Random): string | null {
  if (printed === null) return `X-${random.integer(100, 999)}`;
  if (random.chance(0.3)) return null;
  const at = random.integer(0, printed.length - 1);
  const digit = random.integer(0, 9);
  const misread = String(digit) === printed[at] ? (digit + 1) % 10 : digit;
  return `${printed.slice(0, at)}${misread}${printed.slice(at + 1)}`;
}
