import type { DecisionSpec } from '../spec/spec.ts';
import { type Allowable, type Arm, type Obstacle, sharedDocuments } from './comparability.ts';
import type { VariantPair } from './compare-all.ts';
import type { MeasuredDocument, MeasuredVariant } from './measured-variant.ts';
import { RacePair } from './race-pair.ts';

export interface ArmPair {
  baseline: Arm;
  candidate: Arm;
}

/** Two arms as they can be compared: over the documents that both hold where that is allowed, with the reason where they cannot. */
export function pairArms(
  pair: ArmPair,
  obstacles: readonly Obstacle[],
  { allowed, decision }: { allowed: ReadonlySet<Allowable>; decision: DecisionSpec },
): VariantPair {
  return racedPair(pair, pairOf(pair, obstacles, allowed), decision);
}

function pairOf(
  { baseline, candidate }: ArmPair,
  obstacles: readonly Obstacle[],
  allowed: ReadonlySet<Allowable>,
): VariantPair {
  const documentSets = obstacles.find((obstacle) => obstacle.documentSets !== undefined)?.documentSets;
  const reason = obstacles.map(({ text }) => text).join('; ');
  const refusal =
    obstacles.length === 0
      ? undefined
      : { verdict: 'INCOMPARABLE' as const, reason, ...(documentSets && { documentSets }) };
  const shared = allowed.has('documents') && baseline.manifest !== candidate.manifest;
  if (!shared) return { baseline: baseline.measured, candidate: candidate.measured, refusal };
  const [before, after] = sharedDocuments(baseline.measured, candidate.measured);
  const none = before.documents.length === 0 && baseline.measured.documents.length > 0;
  const nothingShared = { verdict: 'INCOMPARABLE' as const, reason: 'no document is in both with the same truth' };
  if (none && candidate.measured.documents.length > 0)
    return { baseline: baseline.measured, candidate: candidate.measured, refusal: refusal ?? nothingShared };
  return { baseline: before, candidate: after, refusal };
}

/** Documents that a race chose cannot be read by a rule for a fixed number of them: the bets are placed again. */
function racedPair({ baseline, candidate }: ArmPair, pair: VariantPair, decision: DecisionSpec): VariantPair {
  const arms = [
    { manifest: candidate.manifest, documents: documentsOf(pair.candidate) },
    { manifest: baseline.manifest, documents: documentsOf(pair.baseline) },
  ];
  const raced = arms.find(({ manifest }) => manifest.race !== undefined);
  if (raced?.manifest.race === undefined || pair.refusal !== undefined) return pair;
  if (decision.question === 'superiority') {
    const reason = 'the run stopped when the loss was settled: its documents cannot show which variant is better';
    return { ...pair, refusal: { verdict: 'INCOMPARABLE', reason } };
  }
  // A run that did not race may hold fewer documents; one that did has gaps only where it has not come yet.
  const whole = arms.filter(({ manifest }) => manifest.race === undefined);
  const order = raced.manifest.race.order.filter((id) => whole.every(({ documents }) => documents.has(id)));
  const candidates = Math.max(1, raced.manifest.spec.comparisons.length);
  const race = new RacePair({ order, decision, candidates });
  race.advance(documentsOf(pair.baseline), documentsOf(pair.candidate));
  return { ...pair, race: { pair: race, candidates } };
}

function documentsOf({ documents }: MeasuredVariant): Map<string, MeasuredDocument> {
  return new Map(documents.map((document) => [document.id, document]));
}
