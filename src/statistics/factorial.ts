import { type BootstrapOptions, meanEstimate } from './bootstrap.ts';
import type { Estimate } from './estimate.ts';
import { stepDownMaxT } from './max-t.ts';
import { subtract } from './rank-sets.ts';
import { requireInteger, requireSameLength, requireValues, type Values } from './require-input.ts';

/** The documents of one combination of two factors, e.g. prompt x quantization. */
export interface Cell {
  /** e.g. a prompt. */
  treatment: string;
  /** e.g. a quantization. */
  setting: string;
  /** One number per document, the same documents in every cell. */
  values: Values;
}

export interface FactorialInput extends BootstrapOptions {
  cells: readonly Cell[];
  /** The treatment and the setting that others are compared with. */
  baselineTreatment: string;
  baselineSetting: string;
  /** Two-sided error rate of the family of interactions. */
  alpha: number;
}

export interface Interaction {
  treatment: string;
  setting: string;
  /** Advantage of the treatment at the baseline setting and at this one. */
  advantageAtBaseline: Estimate;
  advantageHere: Estimate;
  /** Advantage here minus advantage at the baseline setting. */
  change: Estimate;
  pValue: number;
  /** Step-down max-T over all interactions. */
  adjustedPValue: number;
  /**
   * What becomes of an advantage: `lost` when it was shown at the baseline setting, is shown to shrink and is not shown
   * here; `reversed` when it is shown to be a disadvantage here; `kept` when it is shown here too, `weakened` when it is also
   * shown to shrink; `none` when there was
   * none to lose; else `unclear`.
   */
  fate: 'kept' | 'weakened' | 'lost' | 'reversed' | 'none' | 'unclear';
}

/**
 * Interactions of two factors on paired documents: for every other treatment and setting the contrast
 * (treatment - baseline here) - (treatment - baseline there), document by document, all tested together by max-T over
 * shared sign flips. Estimates share their resamples. Every combination of the two factors must be there once.
 */
export function interactions(input: FactorialInput): Interaction[] {
  const { cells, baselineTreatment, baselineSetting, alpha, seed } = input;
  const treatments = others(
    cells.map(({ treatment }) => treatment),
    baselineTreatment,
  );
  const settings = others(
    cells.map(({ setting }) => setting),
    baselineSetting,
  );
  const valuesOf = (treatment: string, setting: string): Values => {
    const found = cells.filter((cell) => cell.treatment === treatment && cell.setting === setting);
    requireInteger(found.length, `the number of cells ${treatment} x ${setting}`, 1, 1);
    return (found[0] as Cell).values;
  };
  const reference = valuesOf(baselineTreatment, baselineSetting);
  for (const { values } of cells) {
    requireValues(values, 'values');
    requireSameLength(reference, values, 'cells');
  }
  const advantage = (treatment: string, setting: string): Float64Array =>
    subtract(valuesOf(treatment, setting), valuesOf(baselineTreatment, setting));
  const pairs = treatments.flatMap((treatment) => settings.map((setting) => ({ treatment, setting })));
  const changes = pairs.map(({ treatment, setting }) =>
    subtract(advantage(treatment, setting), advantage(treatment, baselineSetting)),
  );
  const { pValues, adjustedPValues } = stepDownMaxT(changes, { seed });
  const options = { ...input, range: [-1, 1] as const };
  return pairs.map(({ treatment, setting }, p) => {
    const advantageAtBaseline = meanEstimate(advantage(treatment, baselineSetting), options);
    const advantageHere = meanEstimate(advantage(treatment, setting), options);
    const adjustedPValue = adjustedPValues[p] as number;
    return {
      treatment,
      setting,
      advantageAtBaseline,
      advantageHere,
      change: meanEstimate(changes[p] as Float64Array, { ...options, range: [-2, 2] }),
      pValue: pValues[p] as number,
      adjustedPValue,
      fate: fateOf(advantageAtBaseline, advantageHere, adjustedPValue <= alpha),
    };
  });
}

function fateOf(before: Estimate, here: Estimate, changed: boolean): Interaction['fate'] {
  if (before.low <= 0) return 'none';
  if (changed && here.high < 0) return 'reversed';
  const shrinks = changed && here.value < before.value;
  if (here.low > 0) return shrinks ? 'weakened' : 'kept';
  return shrinks ? 'lost' : 'unclear';
}

function others(names: readonly string[], baseline: string): string[] {
  return [...new Set(names)].filter((name) => name !== baseline);
}

/** The sentence of an interaction; `null` when there was no advantage to lose or nothing can be said. */
export function interactionSentence({
  treatment,
  setting,
  advantageAtBaseline,
  advantageHere,
  fate,
}: Interaction): string | null {
  const range = ({ low, high }: Estimate): string => `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} pt`;
  const detail = `${range(advantageAtBaseline)} before, ${range(advantageHere)} at ${setting}, ${advantageHere.n} documents`;
  if (fate === 'lost') return `The advantage of ${treatment} does not survive ${setting} (${detail}).`;
  if (fate === 'reversed') return `The advantage of ${treatment} turns into a loss at ${setting} (${detail}).`;
  if (fate === 'weakened') return `The advantage of ${treatment} shrinks at ${setting} (${detail}).`;
  return fate === 'kept' ? `The advantage of ${treatment} survives ${setting} (${detail}).` : null;
}
