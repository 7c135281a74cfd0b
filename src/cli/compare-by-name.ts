import type { Allowable } from '../compare/comparability.ts';
import { type ComparedRuns, compareRuns } from '../compare/compare-runs.ts';
import type { RunPlaces } from '../records/find-run.ts';
import { compareQuestion } from './compare-question.ts';
import { loadPairs, requirePairs } from './load-arms.ts';

export interface CompareByName {
  places: RunPlaces;
  allowed: ReadonlySet<Allowable>;
  rescore: boolean;
  signal: AbortSignal;
}

/** Compares runs and variants by their names, with the decision of the first candidate's experiment. Throws usage errors. */
export async function compareByName(references: readonly string[], options: CompareByName): Promise<ComparedRuns> {
  const { places, allowed, rescore, signal } = options;
  const { pairs, warnings } = await loadPairs(references, { places, rescore, signal });
  const { decision, run } = requirePairs(pairs, references).candidate.manifest.spec;
  return compareRuns({ pairs, decision, seed: run.seed, allowed, question: compareQuestion(pairs), warnings });
}
