import type { FieldSummary, VariantSummary } from '../compare/run-summary.ts';

/** The `count` least accurate fields of a variant, worst first; fields that are all right are left out. */
export function worstFields(variant: VariantSummary, count: number): FieldSummary[] {
  return variant.fields
    .filter((field) => field.accuracy.value < 1)
    .sort((a, b) => a.accuracy.value - b.accuracy.value)
    .slice(0, count);
}
