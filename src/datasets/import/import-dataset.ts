import { basename, resolve } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { HEADER_FIELDS, LINE_FIELDS } from '../../invoices/fields.ts';
import type { FieldState, GroundTruth, TrueValue } from '../../invoices/truth.ts';
import type { DatasetDocument } from '../dataset.ts';
import { groundTruthSchema } from '../folder-dataset.ts';
import { type WrittenDataset, writeDatasetFolder } from '../write-dataset-folder.ts';
import type { Importer } from './importer.ts';
import type { Refusal } from './refusal.ts';

export interface ImportRequest {
  importer: Importer;
  folder: string;
  /** The new dataset folder. */
  out: string;
  split: string;
  /** Refuse everything when one file or row is refused. */
  strict: boolean;
  onTotal?: (items: number) => void;
  onItem?: () => void;
}

export type StateCounts = Record<FieldState, number>;

export interface ImportReport extends WrittenDataset {
  /** Documents by split. */
  splits: Record<string, number>;
  refused: Refusal[];
  /** Labels that could not be read: their fields are unknown, the rest of their documents is kept. */
  faults: Refusal[];
  /** How often each header field is present, absent and unknown; line cells as `lines.NAME`. */
  fields: Record<string, StateCounts>;
}

/**
 * Imports a folder as a dataset. What cannot be read is refused with file, row and reason, and the rest is kept.
 * Throws `IMPORT_REFUSED` (exit 2) when `strict` meets a refusal or fault, `IMPORT_EMPTY` when nothing at all could be imported,
 * and what {@link writeDatasetFolder} throws. No folder is left behind then.
 */
export async function importDataset(request: ImportRequest): Promise<ImportReport> {
  const { importer, folder, out, split, strict, onTotal, onItem } = request;
  const refused: Refusal[] = [];
  const faults: Refusal[] = [];
  const splits: Record<string, number> = {};
  const fields: Record<string, StateCounts> = {};

  async function* documents(): AsyncGenerator<DatasetDocument> {
    const ids = new Set<string>();
    for await (const item of importer.open(folder, { split, onTotal })) {
      const refusal = 'refusal' in item ? item.refusal : faultOf(item.document, ids);
      onItem?.();
      const found = refusal === undefined && 'faults' in item ? (item.faults ?? []) : [];
      faults.push(...found);
      const [fault] = refusal === undefined ? found : [refusal];
      if (strict && fault !== undefined) throw strictRefusal(folder, fault);
      if (refusal !== undefined) refused.push(refusal);
      else if ('document' in item) {
        const { truth } = item.document;
        splits[truth.split] = (splits[truth.split] ?? 0) + 1;
        countStates(truth, fields);
        yield item.document;
      }
    }
  }

  const written = await writeDatasetFolder({
    folder: out,
    documents: documents(),
    describe: () => {
      if (Object.keys(splits).length === 0) throw nothingImported(folder, importer, refused);
      return {
        name: basename(resolve(out)),
        importer: importer.kind,
        importerVersion: importer.version,
        source: basename(resolve(folder)),
        splits,
        fields,
        refused,
        faults,
      };
    },
  });
  return { ...written, splits, refused, faults, fields };
}

/** An importer promises the dataset's format; a source can still smuggle in an id or a value that breaks it. */
function faultOf({ id, truth }: DatasetDocument, ids: Set<string>): Refusal | undefined {
  const [issue] = groundTruthSchema.safeParse(truth).error?.issues ?? [];
  if (issue !== undefined) return { file: id, reason: `${issue.path.join('.')}: ${issue.message}` };
  if (ids.has(id)) return { file: id, reason: `the id "${id}" was imported already` };
  ids.add(id);
  return undefined;
}

function countStates({ fields, lines = [] }: GroundTruth, counts: Record<string, StateCounts>): void {
  const count = (name: string, truth: TrueValue | undefined): void => {
    const states = (counts[name] ??= { present: 0, absent: 0, unknown: 0 });
    states[truth?.state ?? 'unknown'] += 1;
  };
  for (const name of Object.keys(HEADER_FIELDS) as (keyof typeof HEADER_FIELDS)[]) count(name, fields[name]);
  for (const line of lines) {
    for (const name of Object.keys(LINE_FIELDS) as (keyof typeof LINE_FIELDS)[]) count(`lines.${name}`, line[name]);
  }
}

function describeRefusal({ file, row, reason }: Refusal): string {
  return `${file}${row === undefined ? '' : `:${row}`}: ${reason}`;
}

function strictRefusal(folder: string, refusal: Refusal): Error {
  return usageError(
    'IMPORT_REFUSED',
    `${folder}: ${describeRefusal(refusal)}`,
    'correct or remove it, or leave out --strict to import the rest',
  );
}

function nothingImported(folder: string, { kind, reads }: Importer, refused: readonly Refusal[]): Error {
  const [first] = refused;
  return usageError(
    'IMPORT_EMPTY',
    first === undefined
      ? `${folder} holds nothing that \`${kind}\` reads: ${reads}`
      : `${folder}: nothing could be imported; ${refused.length} refused, the first is ${describeRefusal(first)}`,
    'name a folder in the format of the importer; see docs/importers.md',
  );
}
