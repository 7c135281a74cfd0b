import type { Parity } from './measure-parity.ts';

/** Labels, answers and cells that should stay, as a fraction; `assay-tagger` keeps 99.6 % and more in every precision (docs/models.md). */
export const LEAST_SAME = 0.99;

/** How far two networks agree, e.g. `99.98 % of 4,123 labels, 100.00 % of 304 answers; log-probabilities differ by 1.2e-4 on average, 0.31 at most`. */
export function describeParity(parity: Parity): string {
  const { meanDifference, largestDifference } = parity;
  const shares = sharesOf(parity).map(({ same, of, what }) => `${percent(same)} of ${count(of, what)}`);
  return `${shares.join(', ')}; log-probabilities differ by ${meanDifference.toExponential(1)} on average, ${largestDifference.toPrecision(2)} at most`;
}

/** One phrase for each share that lies below {@link LEAST_SAME}, e.g. `only 98.10 % of 304 answers`. */
export function listDisparities(parity: Parity): string[] {
  return sharesOf(parity).flatMap(({ same, of, what }) =>
    same < LEAST_SAME ? [`only ${percent(same)} of ${count(of, what)}`] : [],
  );
}

function sharesOf(parity: Parity): { same: number; of: number; what: string }[] {
  const { tokens, answers, cells, sameLabels, sameAnswers, sameCells } = parity;
  return [
    { same: sameLabels, of: tokens, what: 'label' },
    { same: sameAnswers, of: answers, what: 'answer' },
    { same: sameCells, of: cells, what: 'line cell' },
  ].filter((share): share is typeof share & { same: number } => share.same !== null);
}

/** Rounded down: what is not all does not read 100 %. */
export function percent(share: number): string {
  return `${(Math.floor(share * 1e4 + 1e-6) / 100).toFixed(2)} %`;
}

function count(of: number, what: string): string {
  return `${of.toLocaleString('en-US')} ${what}${of === 1 ? '' : 's'}`;
}
