import type { ReportModel } from '../../../src/report/report-model.ts';
import { sampleModel } from './sample.ts';

/** Text that tries to leave its place: markup, scripts, quotes, direction marks, control characters, formulas. */
export const HOSTILE = [
  '</script><script>window.pwned = 1</script>',
  '<img src=x onerror="window.pwned = 1">',
  `" onmouseover="window.pwned = 1" x='`,
  '</style></svg><svg onload=window.pwned=1>',
  '\u202eevil\u202c \u0000\u001b[2J\u0007',
  '&lt;b&gt; &amp;amp; `code` | cell | **bold** @everyone',
  '=HYPERLINK("http://example.invalid")',
] as const;

/** The sample with hostile text in every string that a document, a model or a user may have written. */
export function hostileModel(): ReportModel {
  const model = sampleModel();
  const { summary } = model;
  const hostile = (index: number): string => HOSTILE[index % HOSTILE.length] ?? '';
  const ids = new Map(summary.variants.map((variant, index) => [variant.id, `${variant.id} ${hostile(index)}`]));
  const renamed = (id: string): string => ids.get(id) ?? id;
  return {
    summary: {
      ...summary,
      runId: hostile(0),
      runFolder: `results/${hostile(1)}`,
      name: hostile(2),
      question: HOSTILE.join(' '),
      dataset: { ...summary.dataset, name: hostile(0), split: hostile(1), digest: hostile(3) },
      device: { name: hostile(1), kind: hostile(2) },
      engine: hostile(0),
      determinism: hostile(1),
      warnings: [...HOSTILE],
      variants: summary.variants.map((variant, index) => ({
        ...variant,
        id: renamed(variant.id),
        model: hostile(index),
        quantization: hostile(index + 1),
        prompt: hostile(index + 2),
        fields: variant.fields.map((field, place) => ({ ...field, field: `${field.field}${hostile(place)}` })),
      })),
      comparisons: summary.comparisons.map((comparison, index) => ({
        ...comparison,
        baseline: renamed(comparison.baseline),
        candidate: renamed(comparison.candidate),
        metric: hostile(index),
        sentence: `${comparison.sentence} ${hostile(index)}`,
        reason: hostile(index + 1),
      })),
      slices: summary.slices.map((slice, index) => ({
        ...slice,
        variant: renamed(slice.variant),
        axis: `axis ${hostile(index % 2)}`,
        value: hostile(index),
      })),
    },
    flips: model.flips.map((group) => ({
      ...group,
      comparison: renamed(group.comparison),
      flips: group.flips.map((flip, index) => ({
        ...flip,
        document: hostile(index),
        field: `${flip.field}${hostile(index + 1)}`,
        printed: hostile(index + 2),
        truth: hostile(index + 3),
        baseline: hostile(index + 4),
        candidate: hostile(index + 5),
      })),
    })),
    notes: HOSTILE.map((text) => ({ label: text, value: text })),
  };
}
