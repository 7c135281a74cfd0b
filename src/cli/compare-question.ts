import type { ArmPair } from '../compare/compare-runs.ts';

/** What a comparison by names asks. */
export function compareQuestion(pairs: readonly ArmPair[]): string {
  const candidates = pairs.map(({ candidate }) => candidate.label).join(', ');
  const baselines = [...new Set(pairs.map(({ baseline }) => baseline.label))].join(', ');
  return `How ${pairs.length === 1 ? 'does' : 'do'} ${candidates} compare with ${baselines}?`;
}
