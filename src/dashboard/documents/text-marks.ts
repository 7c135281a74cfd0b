import type { ComparedDocument } from './load-document.ts';
import type { TextMark } from './mark-text.ts';
import { placedValues } from './placed-values.ts';

/** Where the asked true values stand in the text, and where wrong answers that stand in it were found. */
export function makeTextMarks(compared: ComparedDocument, chosen: string): TextMark[] {
  const { shown, manifest, before, after, baseline, candidate } = compared;
  if (shown === null) return [];
  const { text } = shown.document;
  const asked = new Set(manifest.fields);
  const truths = placedValues(shown.document).flatMap(({ field, value }): TextMark[] =>
    value.span === undefined || !(asked.has(field) || field.startsWith('lines['))
      ? []
      : [{ start: value.span[0], end: value.span[1], kind: 'truth', label: field, chosen: field === chosen }],
  );
  const answers = [
    { name: baseline, record: before },
    { name: candidate ?? '', record: after },
  ].flatMap(({ name, record }) =>
    (record?.score.fields ?? []).flatMap(({ field, outcome, raw }): TextMark[] => {
      if (outcome === 'TP' || outcome === 'TN' || raw === null || raw === '') return [];
      const start = text.indexOf(raw);
      const label = `${name} said this for ${field}`;
      return start < 0 ? [] : [{ start, end: start + raw.length, kind: 'answer', label, chosen: field === chosen }];
    }),
  );
  return [...truths, ...answers];
}
