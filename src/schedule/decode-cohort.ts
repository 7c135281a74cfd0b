import type { Generation, GenerationRequest, LoadedModel } from '../runtimes/runtime.ts';
import { runTrial, type TrialResult, type TrialSetting } from '../stages/pipeline/run-trial.ts';
import { type ModelCall, type Step, together } from '../stages/pipeline/steps.ts';
import type { DocumentInput } from '../stages/reading/document-input.ts';
import { votersOf } from './load-voters.ts';

/** What a cohort left behind: one outcome per trial, in their order. */
export interface DecodedCohort {
  outcomes: TrialOutcome[];
  /** Time that its models decoded, in milliseconds. */
  wallMs: number;
  /** Peak growth of the memory of its workers, in bytes. */
  measuredBytes: number;
  /** The first one after the load: caches and clocks were cold. */
  warmup?: true;
}

export interface TrialOutcome {
  input: DocumentInput;
  /** Some call was answered from the cache of an earlier run. */
  recalled: boolean;
  /** `null` when there was nothing to ask about. */
  result: TrialResult | null;
}

export interface DecodeOptions {
  setting: TrialSetting;
  model: LoadedModel;
  /** Called with every batch of the variant's own model before it is decoded. */
  announce?: (requests: readonly GenerationRequest[]) => void;
}

/**
 * Runs the pipelines of a cohort's documents in step: what all of them ask in one round is decoded together, as many
 * calls at a time as the model is wide, in the order of the documents. Which calls share a batch follows from the cohort and its answers
 * alone, so that it runs again as it ran. Times of later rounds count from the cohort's start.
 */
export async function decodeCohort(
  inputs: readonly DocumentInput[],
  { setting, model, announce = () => {} }: DecodeOptions,
): Promise<DecodedCohort> {
  const asked = inputs.flatMap((input, index) => (input.kind === 'read' ? [{ input, index }] : []));
  const steps = together(asked.map(({ input }) => runTrial(input.text, setting, input.pages)));
  const decoder = new RoundDecoder(votersOf(model), announce);
  let next = steps.next();
  while (next.done !== true) next = steps.next(await decoder.serve(next.value));
  const results = new Map(next.value.map((result, place) => [asked[place]?.index, result]));
  return {
    outcomes: inputs.map((input, index) => {
      const result = results.get(index) ?? null;
      return { input, result, recalled: result !== null && decoder.wasRecalled(result) };
    }),
    wallMs: decoder.wallMs,
    measuredBytes: decoder.measuredBytes(),
  };
}

class RoundDecoder {
  wallMs = 0;
  private readonly voters: readonly LoadedModel[];
  private readonly peaks: number[];
  private readonly announce: (requests: readonly GenerationRequest[]) => void;
  private readonly recalled = new Set<ModelCall>();

  constructor(voters: readonly LoadedModel[], announce: (requests: readonly GenerationRequest[]) => void) {
    this.voters = voters;
    this.announce = announce;
    this.peaks = voters.map(() => 0);
  }

  async serve(step: Step): Promise<readonly Generation[] | readonly number[]> {
    const [own] = this.voters;
    if (own === undefined) throw new Error('a cohort was to be decoded without a model');
    return step.kind === 'count' ? await own.countTokens(step.requests) : await this.generate(step.calls);
  }

  wasRecalled({ calls }: TrialResult): boolean {
    return calls.some(({ call }) => this.recalled.has(call));
  }

  measuredBytes(): number {
    return this.peaks.reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Voters take their turns: side by side they would only take the processor from each other. */
  private async generate(calls: readonly ModelCall[]): Promise<Generation[]> {
    const generations = new Map<ModelCall, Generation>();
    for (const [voter, model] of this.voters.entries()) {
      const own = calls.filter((call) => call.voter === voter);
      for (let start = 0; start < own.length; start += model.description.width) {
        const batch = own.slice(start, start + model.description.width);
        const requests = batch.map(({ request }) => request);
        if (voter === 0) this.announce(requests);
        const result = await model.generate(requests);
        for (const [index, call] of batch.entries()) {
          const generation = result.generations[index];
          if (generation === undefined)
            throw new Error(`the worker answered ${result.generations.length} of ${batch.length} requests`);
          generations.set(call, later(generation, this.wallMs));
          if (result.recalled?.[index] === true) this.recalled.add(call);
        }
        this.wallMs += result.wallMs;
        this.peaks[voter] = Math.max(this.peaks[voter] ?? 0, result.measuredBytes);
      }
    }
    return calls.map((call) => generations.get(call) as Generation);
  }
}

function later(generation: Generation, ms: number): Generation {
  if (generation.kind === 'refused' || ms === 0) return generation;
  return { ...generation, firstTokenMs: generation.firstTokenMs + ms, totalMs: generation.totalMs + ms };
}
