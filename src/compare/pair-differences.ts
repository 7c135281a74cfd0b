import type { DecisionSpec } from '../spec/spec.ts';
import type { Verdict } from '../statistics/verdict.ts';
import { describeSets, type DocumentSets, documentSetsApart } from './document-sets.ts';
import { type MeasuredDocument, type MeasuredVariant, metricOf, MIXED } from './measured-variant.ts';

/** Why two variants are not compared. */
export interface Refusal {
  verdict: Verdict;
  reason: string;
  /** Where the documents differ: which. */
  documentSets?: DocumentSets;
}

/** Candidate minus baseline per document; `null` with the reason when the two do not hold the same documents. */
export function pairDifferences(
  baseline: MeasuredVariant,
  candidate: MeasuredVariant,
  metric: DecisionSpec['metric'],
): Float64Array | Refusal {
  for (const arm of [baseline, candidate]) {
    if (arm.documents.length === 0) return { verdict: 'NOT_MEASURED', reason: `${arm.id} has no scored record` };
  }
  const idsOf = ({ documents }: MeasuredVariant): string[] => documents.map(({ id }) => id);
  const documentSets = documentSetsApart(idsOf(baseline), idsOf(candidate));
  if (documentSets !== null || baseline.documents.length !== candidate.documents.length) {
    const apart = documentSets ?? { onlyBaseline: [], onlyCandidate: [] };
    const reason = `document sets differ: ${describeSets(apart, baseline.id, candidate.id)}`;
    return { verdict: 'INCOMPARABLE', reason, documentSets: apart };
  }
  if (baseline.scorer !== candidate.scorer || baseline.scorer?.includes(MIXED) === true) {
    const reason = `scored by version ${baseline.scorer} and version ${candidate.scorer} of the scorer`;
    return { verdict: 'INCOMPARABLE', reason };
  }
  const valueOf = (document: MeasuredDocument | undefined): number =>
    document === undefined ? 0 : metricOf(document, metric);
  return Float64Array.from(candidate.documents, (document, i) => valueOf(document) - valueOf(baseline.documents[i]));
}
