import type { MeasuredVariant } from './measured-variant.ts';
import { meanOver, shareDraws } from './estimates-over.ts';
import type { SliceSummary } from './run-summary.ts';

/** The documents of one variant that share a value of an axis. */
interface Slice {
  key: string;
  axis: string;
  value: string;
  variant: string;
  accuracies: Float64Array;
}

/** Field accuracy of variants within every value of every axis of the documents (tier, layout, locale). */
export function sliceVariants(
  variants: readonly MeasuredVariant[],
  axesOf: (id: string) => Record<string, string>,
  seed: number,
): SliceSummary[] {
  const slices = variants.flatMap((variant) => slicesOf(variant, axesOf));
  const byGroup = new Map<string, Slice[]>();
  for (const slice of slices) {
    const group = `${slice.accuracies.length}\n${slice.key}`;
    byGroup.set(group, [...(byGroup.get(group) ?? []), slice]);
  }
  const found = new Map<Slice, SliceSummary>();
  // One group at a time: its documents are drawn once for all variants, and nothing of it is held afterwards.
  for (const own of byGroup.values()) {
    shareDraws({ means: own.map(({ accuracies }) => accuracies) }, seed);
    for (const slice of own) {
      const { axis, value, variant } = slice;
      found.set(slice, { axis, value, variant, fieldAccuracy: meanOver(slice.accuracies, seed) });
    }
  }
  return slices.flatMap((slice) => found.get(slice) ?? []);
}

function slicesOf({ id, documents }: MeasuredVariant, axesOf: (id: string) => Record<string, string>): Slice[] {
  const groups = new Map<string, { axis: string; value: string; accuracies: number[] }>();
  for (const document of documents) {
    const { fieldAccuracy } = document;
    for (const [axis, value] of Object.entries(axesOf(document.id))) {
      const key = `${axis}\n${value}`;
      const group = groups.get(key) ?? { axis, value, accuracies: [] };
      groups.set(key, group);
      group.accuracies.push(fieldAccuracy);
    }
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { axis, value, accuracies }]) => ({
      key,
      axis,
      value,
      variant: id,
      accuracies: Float64Array.from(accuracies),
    }));
}
