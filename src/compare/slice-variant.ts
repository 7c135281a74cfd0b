import type { MeasuredDocument, MeasuredVariant } from './measured-variant.ts';
import { meanOver } from './estimates-over.ts';
import type { SliceSummary } from './run-summary.ts';

/** Field accuracy of a variant within every value of every axis of the documents (tier, layout, locale). */
export function sliceVariant(
  measured: MeasuredVariant,
  axesOf: (id: string) => Record<string, string>,
  seed: number,
): SliceSummary[] {
  const groups = new Map<string, { axis: string; value: string; documents: MeasuredDocument[] }>();
  for (const document of measured.documents) {
    for (const [axis, value] of Object.entries(axesOf(document.id))) {
      const key = `${axis}\n${value}`;
      const group = groups.get(key) ?? { axis, value, documents: [] };
      groups.set(key, group);
      group.documents.push(document);
    }
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { axis, value, documents }]) => ({
      axis,
      value,
      variant: measured.id,
      fieldAccuracy: meanOver(
        Float64Array.from(documents, ({ fieldAccuracy }) => fieldAccuracy),
        seed,
      ),
    }));
}
