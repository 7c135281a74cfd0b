import type { ScoredRecord } from '../records/record.ts';

/**
 * Place of the first token at which two answers to one document part, from 0; `null` when they are equal token for token.
 * Tokens are told apart by their text. Where a record holds no tokens, characters stand for them and `unit` says so.
 */
export function firstDivergence(
  baseline: ScoredRecord,
  candidate: ScoredRecord,
): { place: number; unit: 'token' | 'character' } | null {
  if (baseline.tokensHash === candidate.tokensHash) return null;
  const [a, b] = [piecesOf(baseline), piecesOf(candidate)];
  const unit = a === null || b === null ? 'character' : 'token';
  const [first, second] =
    a === null || b === null ? [Array.from(baseline.output), Array.from(candidate.output)] : [a, b];
  const shorter = Math.min(first.length, second.length);
  for (let place = 0; place < shorter; place += 1) if (first[place] !== second[place]) return { place, unit };
  return { place: shorter, unit };
}

function piecesOf({ output, tokens }: ScoredRecord): string[] | null {
  if (tokens === undefined) return null;
  let start = 0;
  return tokens.lengths.map((length) => output.slice(start, (start += length)));
}
