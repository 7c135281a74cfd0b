import type { Manifest } from '../records/manifest.ts';
import { describeSets, type DocumentSets, documentSetsApart } from './document-sets.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import { nameDataset } from '../spec/dataset-name.ts';

/** What may differ between two runs although they are compared, when the user says that this is meant. */
export const ALLOWABLE = ['prompt', 'engine', 'documents'] as const;
export type Allowable = (typeof ALLOWABLE)[number];

/** One arm of a comparison: a variant of a run with its records. */
export interface Arm {
  /** Unique in the comparison; what people read. */
  label: string;
  manifest: Manifest;
  variant: string;
  /** Its `id` is the label. */
  measured: MeasuredVariant;
}

/** One reason why two arms are not comparable. */
export interface Obstacle {
  what: 'dataset' | 'fields' | 'scorer' | Allowable;
  text: string;
  /** Where the documents differ: which. */
  documentSets?: DocumentSets;
  /** What to add to the command, or to do, so that they become comparable. */
  mend: string;
}

/**
 * Why a difference between two arms could have another cause than the one that is asked about. Variants of one run
 * declare what differs, so only their documents and scorers are looked at; those of two runs must share the rest.
 */
export function findObstacles(baseline: Arm, candidate: Arm, allowed: ReadonlySet<Allowable>): Obstacle[] {
  const found: Obstacle[] = [];
  const [before, after] = [baseline.measured.scorer, candidate.measured.scorer];
  if (before !== null && after !== null && before !== after)
    found.push({ what: 'scorer', text: `scored by version ${before} and version ${after}`, mend: 'add --rescore' });
  if (baseline.manifest === candidate.manifest) return found;
  found.push(...betweenRuns(baseline, candidate));
  return found.filter(({ what }) => !(allowed as ReadonlySet<string>).has(what));
}

function betweenRuns(baseline: Arm, candidate: Arm): Obstacle[] {
  const found: Obstacle[] = [];
  const [a, b] = [baseline.manifest, candidate.manifest];
  const split = ({ spec }: Manifest): string => `${nameDataset(spec)}/${spec.dataset.split}`;
  const documentSets = documentSetsApart(a.dataset.documents, b.dataset.documents);
  if (split(a) !== split(b) && documentSets !== null) {
    const text = `datasets differ: ${split(a)} and ${split(b)}`;
    found.push({ what: 'dataset', text, mend: 'run both on one dataset' });
  } else if (documentSets !== null) {
    const counts = `${a.dataset.documents.length} and ${b.dataset.documents.length} of ${split(b)}`;
    const text = `documents differ: ${counts}; ${describeSets(documentSets, 'the baseline', 'the candidate')}`;
    const mend = 'add --allow documents to compare those that both have';
    found.push({ what: 'documents', text, mend, documentSets });
  } else if (sameOrder(a, b) && a.dataset.digest !== b.dataset.digest) {
    const text = `dataset digests differ: ${a.dataset.digest.slice(0, 12)} and ${b.dataset.digest.slice(0, 12)}, for the same ids`;
    found.push({ what: 'dataset', text, mend: 'run the older one again: texts or truths have changed' });
  }
  if ([...a.fields].sort().join() !== [...b.fields].sort().join())
    found.push({
      what: 'fields',
      text: `asked fields differ: ${fieldsAlone(a, b)}`,
      mend: 'run both with the same fields',
    });
  const [old, now] = [contentOf(baseline), contentOf(candidate)];
  if (old?.promptHash !== now?.promptHash) {
    const text = `prompts differ: version ${old?.promptVersion} and version ${now?.promptVersion} by content`;
    found.push({ what: 'prompt', text, mend: 'add --allow prompt if the prompt is what you compare' });
  }
  if (a.engine !== b.engine)
    found.push({
      what: 'engine',
      text: `engines differ: ${a.engine} and ${b.engine}`,
      mend: 'add --allow engine if the engine is what you compare',
    });
  return found;
}

/** The digest covers the documents in their order: another seed orders the same documents differently. */
function sameOrder(a: Manifest, b: Manifest): boolean {
  return a.dataset.documents.join('\n') === b.dataset.documents.join('\n');
}

function contentOf({ manifest, variant }: Arm): Manifest['variants'][number] | undefined {
  return manifest.variants.find(({ id }) => id === variant);
}

function fieldsAlone(a: Manifest, b: Manifest): string {
  const alone = (own: Manifest, other: Manifest): string =>
    own.fields.filter((field) => !other.fields.includes(field)).join(', ') || 'none';
  return `only in the baseline ${alone(a, b)}; only in the candidate ${alone(b, a)}`;
}

/** The documents that both arms hold with the same truth, of each arm. */
export function sharedDocuments(a: MeasuredVariant, b: MeasuredVariant): [MeasuredVariant, MeasuredVariant] {
  const truthOf = (documents: MeasuredVariant['documents']): Map<string, string> =>
    new Map(
      documents.map(({ id, scores }) => [
        id,
        JSON.stringify(scores[0]?.fields.map(({ field, truth }) => [field, truth])),
      ]),
    );
  const [inA, inB] = [truthOf(a.documents), truthOf(b.documents)];
  const keep = (arm: MeasuredVariant): MeasuredVariant => ({
    ...arm,
    documents: arm.documents.filter(({ id }) => inA.has(id) && inA.get(id) === inB.get(id)),
  });
  return [keep(a), keep(b)];
}
