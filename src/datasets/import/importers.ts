import { usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import { einvoiceImporter } from './einvoice/import-einvoice.ts';
import type { Importer } from './importer.ts';

/** In the order of the help. */
export const IMPORTERS: readonly Importer[] = [einvoiceImporter];

/** The importer of a kind. Throws `IMPORT_KIND` with the nearest name when there is none. */
export function requireImporter(kind: string): Importer {
  const importer = IMPORTERS.find((other) => other.kind === kind);
  if (importer !== undefined) return importer;
  const kinds = IMPORTERS.map((other) => other.kind);
  throw usageError(
    'IMPORT_KIND',
    `there is no importer "${kind}"; allowed: ${kinds.join(', ')}`,
    hintNearest(kind, kinds, 'name one of these'),
  );
}
