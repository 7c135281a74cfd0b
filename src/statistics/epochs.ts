import { meanOf, sumOf } from './moments.ts';
import { requireInteger, requireValues, type Values } from './require-input.ts';

/**
 * Mean over the epochs of each document, one array of epochs per document: a repeat of a document is not another
 * document, so everything else in this folder works on these means.
 */
export function collapseEpochs(documents: readonly Values[]): Float64Array {
  return Float64Array.from(documents, (epochs, i) => {
    requireValues(epochs, `epochs of document ${i}`);
    return meanOf(epochs);
  });
}

export interface VarianceParts {
  /** Variance between documents. */
  documents: number;
  /** Variance of one repeat of the same document: the noise of the run. */
  noise: number;
}

/**
 * One-way analysis of variance, for planning: the variance of the mean of n documents with K epochs is
 * documents / n + noise / (n K), so documents help more than repeats. Needs two documents and two epochs of each.
 */
export function varianceParts(documents: readonly Values[]): VarianceParts {
  const epochs = documents[0]?.length ?? 0;
  requireInteger(documents.length, 'documents', 2);
  requireInteger(epochs, 'epochs', 2);
  const means = collapseEpochs(documents);
  const grand = meanOf(means);
  const inner = documents.flatMap((values, i) => Array.from(values, (value) => (value - (means[i] as number)) ** 2));
  const noise = sumOf(inner) / (inner.length - documents.length);
  const between = sumOf(means.map((mean) => (mean - grand) ** 2)) / (documents.length - 1);
  return { documents: Math.max(0, between - noise / epochs), noise };
}
