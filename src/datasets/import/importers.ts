import { usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import { cordImporter } from './corpora/import-cord.ts';
import { docileImporter } from './corpora/import-docile.ts';
import { faturaImporter } from './corpora/import-fatura.ts';
import { sroieImporter } from './corpora/import-sroie.ts';
import { vrduImporter } from './corpora/import-vrdu.ts';
import { einvoiceImporter } from './einvoice/import-einvoice.ts';
import type { Importer } from './importer.ts';
import { csvImporter } from './own/import-csv.ts';
import { folderImporter } from './own/import-folder.ts';
import { invoice2dataImporter } from './own/import-invoice2data.ts';

/** In the order of the help. */
export const IMPORTERS: readonly Importer[] = [
  einvoiceImporter,
  sroieImporter,
  cordImporter,
  docileImporter,
  faturaImporter,
  vrduImporter,
  folderImporter,
  csvImporter,
  invoice2dataImporter,
];

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
