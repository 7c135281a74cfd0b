import type { DatasetDocument } from '../../datasets/dataset.ts';
import type { TrueValue } from '../../invoices/truth.ts';

/** Where the true values of a document stand, header fields first, then the cells of its lines as `lines[2].name`. */
export function placedValues({ truth }: DatasetDocument): { field: string; value: TrueValue }[] {
  const { fields, lines = [] } = truth;
  return [
    ...Object.entries(fields).map(([field, value]) => ({ field, value })),
    ...lines.flatMap((line, place) =>
      Object.entries(line).map(([cell, value]) => ({ field: `lines[${place}].${cell}`, value })),
    ),
  ];
}
