import type { GroundTruth } from '../../../invoices/truth.ts';
import type { DocumentFile } from '../../dataset.ts';
import type { ImportedItem } from '../importer.ts';
import { type LabelledDocument, makeLabelTruth } from './label-truth.ts';

export interface LabelledSource extends LabelledDocument {
  id: string;
  /** Where labels stand, for faults. */
  file: string;
  row?: number;
  split: string;
  /** What the documents of this source are called as a kind. */
  tier: string;
  layout?: string;
  /** ISO 4217 of the document, where the source or its kind says it. */
  currency?: string;
  generator: string;
  vatBreakdown?: GroundTruth['vatBreakdown'];
  files?: readonly DocumentFile[];
}

/** One imported document with its truth and the faults of its labels. */
export function makeLabelled(source: LabelledSource): ImportedItem {
  const { id, file, row, split, tier, layout = 'unknown', generator, page, locale, vatBreakdown, files = [] } = source;
  const { fields, lines, faults } = makeLabelTruth(source);
  const truth: GroundTruth = {
    id,
    split,
    tier,
    layout,
    locale: locale.tag,
    currency: source.currency ?? fields.currency?.value ?? '',
    generator,
    fields,
    ...(vatBreakdown === undefined ? {} : { vatBreakdown }),
    ...(lines === undefined ? {} : { lines }),
  };
  return {
    document: { id, text: page.text, truth, files },
    faults: faults.map((reason) => ({ file, ...(row === undefined ? {} : { row }), reason })),
  };
}
