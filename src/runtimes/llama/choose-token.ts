import type { EngineInternals, LogitIndex, NativeSampler } from './engine-internals.ts';

export interface ChosenToken {
  token: number;
  /** Natural logarithm, under the raw distribution. */
  logProbability: number;
}

export interface TokenQuestion {
  grammarState: object | null;
  logit: LogitIndex;
  sampler: NativeSampler;
}

/**
 * The next token of one sequence: the most likely one, and only where the grammar refuses it the most likely one that the
 * grammar allows. `null` if the grammar leaves no token. The grammar is moved on by the token.
 */
export async function chooseToken(
  engine: EngineInternals,
  { grammarState, logit, sampler }: TokenQuestion,
): Promise<ChosenToken | null> {
  const [token, , , , weight] = await engine.context.sampleToken(logit, sampler, false, false, false, true);
  const logProbability = -Math.log(weight);
  if (grammarState === null) return { token, logProbability };
  if (engine.allows(grammarState, token)) {
    engine.accept(grammarState, token);
    return { token, logProbability };
  }
  const forcing = engine.makeGreedySampler(grammarState);
  try {
    const [forced] = await engine.context.sampleToken(logit, forcing, false, false, false, true);
    if (forced === -1) return null;
    const filter: [number[], false, false, false, number] = [[token, forced], false, false, false, 0];
    const [, , , pairs = [], total] = await engine.context.sampleToken(logit, sampler, false, false, filter, true);
    const logitOf = (wanted: number): number => pairs[pairs.indexOf(wanted) + 1] as number;
    return { token: forced, logProbability: logitOf(forced) - logitOf(token) - Math.log(total) };
  } finally {
    forcing.dispose();
  }
}
