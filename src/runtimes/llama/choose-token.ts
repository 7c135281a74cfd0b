import type { EngineInternals, LogitIndex, NativeSampler } from './engine-internals.ts';
import type { CopyGuide } from './extractive/copy-guide.ts';

export interface ChosenToken {
  token: number;
  /** Natural logarithm, under the raw distribution. */
  logProbability: number;
}

export interface TokenQuestion {
  grammarState: object | null;
  /** Holds values to what stands in the document; only beside a grammar. */
  guide?: CopyGuide | null;
  logit: LogitIndex;
  sampler: NativeSampler;
}

/**
 * The next token of one sequence: the most likely one, and only where grammar or guide refuse it the most likely one that both
 * allow. `null` if they leave no token. Both are moved on by the token.
 */
export async function chooseToken(
  engine: EngineInternals,
  { grammarState, guide = null, logit, sampler }: TokenQuestion,
): Promise<ChosenToken | null> {
  const [token, , , , weight] = await engine.context.sampleToken(logit, sampler, false, false, false, true);
  const logProbability = -Math.log(weight);
  if (grammarState === null) return { token, logProbability };
  if (guide !== null) {
    if (takes(engine, { grammarState, guide }, token)) return { token, logProbability };
    return await chooseCopied(engine, { grammarState, guide, logit, sampler });
  }
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

type Guided = { grammarState: object; guide: CopyGuide };

/** How many of the most likely tokens are tried before all are. */
const TRIED_FIRST = 64;
/** More than any vocabulary has. */
const ALL = 2 ** 31 - 1;

/** The most likely token that grammar and guide allow: nearly always one of the first few. */
async function chooseCopied(
  engine: EngineInternals,
  { logit, sampler, ...guided }: Guided & Pick<TokenQuestion, 'logit' | 'sampler'>,
): Promise<ChosenToken | null> {
  for (const top of [TRIED_FIRST, ALL]) {
    const filter: [number[], false, false, false, number] = [[], false, false, false, top];
    const [, , , pairs = [], total] = await engine.context.sampleToken(logit, sampler, false, false, filter, true);
    const highest = pairs[1] as number;
    for (let place = 0; place < pairs.length; place += 2) {
      const token = pairs[place] as number;
      if (!takes(engine, guided, token)) continue;
      return { token, logProbability: (pairs[place + 1] as number) - highest - Math.log(total) };
    }
  }
  return null;
}

function takes(engine: EngineInternals, { grammarState, guide }: Guided, token: number): boolean {
  if (!guide.allows(token) || !engine.allows(grammarState, token)) return false;
  guide.accept(token);
  engine.accept(grammarState, token);
  return true;
}
