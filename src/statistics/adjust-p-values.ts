import { requireValues } from './require-input.ts';

/** Bonferroni: p times the number of tests. Controls the chance of any false claim under any dependence. */
export function bonferroni(pValues: readonly number[]): number[] {
  requireValues(pValues, 'p-values', 0);
  return pValues.map((p) => Math.min(1, p * pValues.length));
}

/** Step-down Holm (1979): as safe as Bonferroni and never weaker. */
export function holm(pValues: readonly number[]): number[] {
  requireValues(pValues, 'p-values', 0);
  const adjusted = [...pValues];
  let floor = 0;
  for (const [rank, index] of ascending(pValues).entries()) {
    floor = Math.max(floor, Math.min(1, (pValues[index] as number) * (pValues.length - rank)));
    adjusted[index] = floor;
  }
  return adjusted;
}

/**
 * Benjamini and Hochberg (1995): bounds the expected share of false claims, not the chance of one. For exploration
 * only, e.g. over fields, and to be labelled so.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  requireValues(pValues, 'p-values', 0);
  const adjusted = [...pValues];
  let ceiling = 1;
  for (const [rank, index] of [...ascending(pValues).entries()].toReversed()) {
    const raw = pValues[index] as number;
    // The quotient may round to just below the p-value itself.
    ceiling = Math.max(raw, Math.min(ceiling, (raw * pValues.length) / (rank + 1)));
    adjusted[index] = ceiling;
  }
  return adjusted;
}

function ascending(pValues: readonly number[]): number[] {
  return pValues.map((_, index) => index).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
}
