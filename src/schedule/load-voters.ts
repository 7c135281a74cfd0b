import type { LoadedModel, LoadRequest, Runtime } from '../runtimes/runtime.ts';

/** A variant's own model with the models that vote beside it: it describes itself as its own, and ends with all of them. */
class VotingModel implements LoadedModel {
  readonly voters: readonly LoadedModel[];
  readonly description: LoadedModel['description'];

  constructor(own: LoadedModel, others: readonly LoadedModel[]) {
    this.voters = [own, ...others];
    const predictedBytes = this.voters.reduce((sum, { description }) => sum + description.predictedBytes, 0);
    const loadMs = this.voters.reduce((sum, { description }) => sum + description.loadMs, 0);
    this.description = { ...own.description, predictedBytes, loadMs };
  }

  generate(requests: Parameters<LoadedModel['generate']>[0]): ReturnType<LoadedModel['generate']> {
    return (this.voters[0] as LoadedModel).generate(requests);
  }

  countTokens(requests: Parameters<LoadedModel['countTokens']>[0]): ReturnType<LoadedModel['countTokens']> {
    return (this.voters[0] as LoadedModel).countTokens(requests);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.voters.map((voter) => voter[Symbol.asyncDispose]()));
  }
}

/** A variant's own model together with those that vote beside it, each in a worker of its own. Rejects as `load` does; none is left behind then. */
export async function loadWithVoters(
  runtime: Runtime,
  loading: Promise<LoadedModel>,
  requests: readonly LoadRequest[],
): Promise<LoadedModel> {
  const own = await loading;
  if (requests.length === 0) return own;
  const others: LoadedModel[] = [];
  try {
    for (const request of requests) others.push(await runtime.load(request));
  } catch (error) {
    await Promise.all([own, ...others].map((model) => model[Symbol.asyncDispose]()));
    throw error;
  }
  return new VotingModel(own, others);
}

/** The models that answer, the variant's own first. */
export function votersOf(model: LoadedModel): readonly LoadedModel[] {
  return model instanceof VotingModel ? model.voters : [model];
}
