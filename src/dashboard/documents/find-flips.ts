import { join } from 'node:path';
import type { Flip } from '../../compare/run-summary.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { RUN_FILES, readJsonFile } from '../../records/run-folder.ts';

export const AXES = ['tier', 'layout', 'locale'] as const;
export type Axis = (typeof AXES)[number];

/** What is asked of the ledger; empty where nothing is chosen. */
export interface FlipChoice extends Record<Axis, string> {
  candidate: string;
  kind: string;
  field: string;
  page: number;
}

export interface FoundFlips {
  flips: Flip[];
  total: number;
  page: number;
  size: number;
  /** What can be chosen: of all flips of the candidate. */
  fields: string[];
  axes: Record<Axis, string[]>;
  /** What the ledger cannot say; `null` when it can say all. */
  note: string | null;
}

const PAGE_SIZE = 50;
/** More documents than this are not opened for a filter: each takes milliseconds to make. */
const MOST_DOCUMENTS = 3000;

/** Tier, layout and locale of documents, remembered once they were looked at. */
export class AxesOfDocuments {
  private readonly known = new Map<string, Record<Axis, string>>();

  async load(dataset: Dataset, documents: Iterable<string>): Promise<Map<string, Record<Axis, string>>> {
    for (const id of documents) {
      const key = `${dataset.name}\n${dataset.split}\n${id}`;
      if (this.known.has(key)) continue;
      const { truth } = await dataset.load(id);
      this.known.set(key, { tier: truth.tier, layout: truth.layout, locale: truth.locale });
      // Making many documents must not hold up the others who are served.
      if (this.known.size % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return new Map(
      [...documents].flatMap((id) => {
        const axes = this.known.get(`${dataset.name}\n${dataset.split}\n${id}`);
        return axes === undefined ? [] : [[id, axes]];
      }),
    );
  }
}

/** All flips of one candidate of a run; none where the run has no such file yet. */
export async function loadFlips(folder: string, candidate: string): Promise<Flip[]> {
  const all = (await readJsonFile(join(folder, RUN_FILES.flips))) as Record<string, Flip[]> | undefined;
  return all?.[candidate] ?? [];
}

/** One page of the flips that are asked for. `dataset` is `null` where it is gone: then there are no axes to choose. */
export async function findFlips(
  flips: readonly Flip[],
  choice: FlipChoice,
  { dataset, axes }: { dataset: Dataset | null; axes: AxesOfDocuments },
): Promise<FoundFlips> {
  const documents = new Set(flips.map(({ document }) => document));
  const many = documents.size > MOST_DOCUMENTS;
  const places =
    dataset === null || many
      ? new Map<string, Record<Axis, string>>()
      : await axes.load(dataset, documents).catch(() => new Map<string, Record<Axis, string>>());
  const wanted = flips.filter(
    (flip) =>
      (choice.kind === '' || flip.kind === choice.kind) &&
      (choice.field === '' || flip.field === choice.field) &&
      AXES.every((axis) => choice[axis] === '' || places.get(flip.document)?.[axis] === choice[axis]),
  );
  const last = Math.max(1, Math.ceil(wanted.length / PAGE_SIZE));
  const page = Math.min(choice.page, last);
  return {
    flips: wanted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    total: wanted.length,
    page,
    size: PAGE_SIZE,
    fields: sorted(flips.map(({ field }) => field)),
    axes: {
      tier: sorted([...places.values()].map(({ tier }) => tier)),
      layout: sorted([...places.values()].map(({ layout }) => layout)),
      locale: sorted([...places.values()].map(({ locale }) => locale)),
    },
    note: many
      ? `Tier, layout and locale cannot be chosen: ${documents.size} documents have flips, and more than ${MOST_DOCUMENTS} are not opened for it.`
      : places.size === 0 && documents.size > 0
        ? 'Tier, layout and locale cannot be chosen: the dataset is gone or has changed.'
        : null,
  };
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
