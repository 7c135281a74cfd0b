import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../records/manifest.ts';
import type { TrialRecord } from '../../records/record.ts';
import { RUN_FILES } from '../../records/run-folder.ts';
import { plannedKeys, RESCORED_FILE } from '../../records/run-source.ts';
import { NARROWED_EVENT } from '../../records/run-tables.ts';
import { type LinePlace, LineTail, readLineAt } from './line-tail.ts';
import { readRecordHead } from './record-head.ts';
import { VariantProgress } from './variant-progress.ts';

/**
 * What the journal of one run holds, kept up to date by reading only what is new: sums for every variant, and where each
 * record stands in the file. No record is kept in memory.
 */
export class JournalIndex {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Trials that a complete run holds. */
  readonly planned: number;
  private readonly journal: LineTail;
  private readonly rescored: LineTail;
  private progress = new Map<string, VariantProgress>();
  private places = new Map<string, { key: string; place: LinePlace }>();
  private newScores = new Map<string, LinePlace>();
  private counted: Set<string> | null | undefined;

  constructor(folder: string, manifest: Manifest) {
    this.folder = folder;
    this.manifest = manifest;
    this.planned = manifest.spec.variants.length * manifest.dataset.documents.length * manifest.spec.run.epochs;
    this.journal = new LineTail(join(folder, RUN_FILES.records));
    this.rescored = new LineTail(join(folder, RESCORED_FILE));
    this.forget();
  }

  /** Takes in what was written since the last call. */
  async update(): Promise<void> {
    this.counted ??= await this.keysThatCount();
    await this.journal.read(
      (line, place) => this.take(line, place),
      () => this.forget(),
    );
  }

  get done(): number {
    return this.places.size;
  }

  of(variant: string): VariantProgress {
    return this.progress.get(variant) ?? new VariantProgress();
  }

  /** The record of a trial with its newest score; `null` when it is not measured yet. */
  async load(variant: string, document: string, epoch = 0): Promise<TrialRecord | null> {
    await this.update();
    const found = this.places.get(placeKey(variant, document, epoch));
    if (found === undefined) return null;
    const record = JSON.parse(await readLineAt(this.journal.path, found.place)) as TrialRecord;
    await this.rescored.read(
      (line, place) => {
        const key = /^\{"key":"([^"\\]*)"/.exec(line.toString('latin1', 0, 80))?.[1];
        if (key !== undefined) this.newScores.set(key, place);
      },
      () => this.newScores.clear(),
    );
    const newer = this.newScores.get(found.key);
    if (newer === undefined) return record;
    const { score } = JSON.parse(await readLineAt(this.rescored.path, newer)) as Pick<TrialRecord, 'score'>;
    return { ...record, score };
  }

  private take(line: Buffer, place: LinePlace): void {
    const head = readRecordHead(line);
    // Other lines are those of a second pass, of a wider batch that no longer counts, or broken.
    const progress = head === null ? undefined : this.progress.get(head.variant);
    if (head === null || progress === undefined || this.counted?.has(head.key) === false) return;
    const key = placeKey(head.variant, head.document, head.epoch);
    if (this.places.has(key)) return;
    this.places.set(key, { key: head.key, place });
    progress.add(head);
  }

  private forget(): void {
    this.progress = new Map(this.manifest.spec.variants.map(({ id }) => [id, new VariantProgress()]));
    this.places = new Map();
  }

  /** Keys that count where the batch was narrowed; `null` where all do, which spares making them. */
  private async keysThatCount(): Promise<Set<string> | null> {
    const events = await readFile(join(this.folder, RUN_FILES.events), 'utf8').catch(() => '');
    return events.includes(NARROWED_EVENT) ? plannedKeys(this.manifest) : null;
  }
}

function placeKey(variant: string, document: string, epoch: number): string {
  return `${variant}\n${document}\n${epoch}`;
}
