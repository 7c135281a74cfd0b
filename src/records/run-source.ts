import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { environmentError, usageError } from '../core/errors.ts';
import { KeySet } from '../core/key-set.ts';
import { makeTrials } from '../plan/make-trials.ts';
import type { DocumentScore } from '../scoring/outcome.ts';
import { readJournal } from './journal.ts';
import { MANIFEST_VERSION, type Manifest } from './manifest.ts';
import type { TrialRecord } from './record.ts';
import { readJsonFile, RUN_FILES } from './run-folder.ts';

/** A run as its folder or a baseline file holds it, finished or not. */
export interface RunSource {
  runId: string;
  /** The run folder; `null` for a baseline file. */
  folder: string | null;
  manifest: Manifest;
  /** Trials that a complete run holds. */
  planned: number;
  /**
   * The records that count, one at a time in the order of the journal: each planned trial at most once, with its newest
   * score where it was scored again. What was measured before the batch was narrowed is left out.
   */
  records(options?: RecordOptions): AsyncGenerator<TrialRecord>;
}

export interface RecordOptions {
  /** `false` leaves out the tokens of answers: half of the bytes of a journal, and most of the time that reading takes. */
  tokens?: boolean;
}

/** Scores of `assay score`, beside the journal and in its order: one `{key, score}` per record. */
export const RESCORED_FILE = 'rescored.jsonl';

/** First line of a baseline file. */
export const BASELINE_VERSION = 1;

/** The run in a folder. Errors: exit 2 when the folder holds no run, exit 3 when its manifest is broken. */
export async function openRunFolder(folder: string): Promise<RunSource> {
  const path = join(folder, RUN_FILES.manifest);
  const found = await readJsonFile(path);
  if (found === undefined) {
    throw usageError('RUN_NO_MANIFEST', `${folder} is no run: it has no ${RUN_FILES.manifest}`, 'name a run folder');
  }
  const manifest = parseManifest(found, path);
  return {
    runId: manifest.runId,
    folder,
    manifest,
    planned: plannedTrials(manifest),
    records: (options) => readRunRecords(folder, manifest, options),
  };
}

/** The records in a run folder that count for this manifest, as `RunSource.records` gives them. */
export function readRunRecords(
  folder: string,
  manifest: Manifest,
  { tokens = true }: RecordOptions = {},
): AsyncGenerator<TrialRecord> {
  const journal = readJournal(join(folder, RUN_FILES.records), tokens ? undefined : textWithoutTokens);
  return readCurrent(manifest, journal, join(folder, RESCORED_FILE));
}

/** An unescaped quote cannot stand inside a JSON text: no answer of a model can hold these bytes. */
const TOKENS = Buffer.from(',"tokens":{"lengths":[');
const BRACE = 0x7d;

/** The line of a record without its `RecordedTokens`, which hold numbers only and so end with the first brace. */
function textWithoutTokens(line: Buffer): string {
  const start = line.indexOf(TOKENS);
  const end = start < 0 ? -1 : line.indexOf(BRACE, start + TOKENS.length);
  return end < 0 ? line.toString('utf8') : line.toString('utf8', 0, start) + line.toString('utf8', end + 1);
}

/** The run in a baseline file: `{assayBaseline, manifest}`, then one record a line; `.gz` is unpacked. */
export async function openBaselineFile(path: string): Promise<RunSource> {
  const { value: first } = (await readLines(path).next()) as { value: unknown };
  const head = Object(first) as { assayBaseline?: unknown; manifest?: unknown };
  if (head.assayBaseline !== BASELINE_VERSION) {
    throw usageError(
      'BASELINE_FORMAT',
      `${path} is no baseline file of version ${BASELINE_VERSION}`,
      'write one with `assay gate RUN --save-baseline FILE`, or name a run',
    );
  }
  const manifest = parseManifest(head.manifest, path);
  return {
    runId: manifest.runId,
    folder: null,
    manifest,
    planned: plannedTrials(manifest),
    records: () => readCurrent(manifest, skipFirst(readLines(path)), null),
  };
}

function parseManifest(value: unknown, path: string): Manifest {
  const manifest = Object(value) as Partial<Manifest>;
  if (manifest.manifestVersion === MANIFEST_VERSION && manifest.cohorts !== undefined)
    return withSharedIds(manifest as Manifest);
  throw environmentError(
    'MANIFEST_VERSION',
    `${path} has manifest version ${String(manifest.manifestVersion)}; this release reads ${MANIFEST_VERSION}`,
    'run the experiment again with this release',
  );
}

/** The cohorts repeat the ids of all documents: each is held once. */
function withSharedIds(manifest: Manifest): Manifest {
  const own = new Map(manifest.dataset.documents.map((id) => [id, id]));
  return { ...manifest, cohorts: manifest.cohorts.map((cohort) => cohort.map((id) => own.get(id) ?? id)) };
}

function plannedTrials({ spec, cohorts }: Manifest): number {
  const documents = cohorts.reduce((sum, { length }) => sum + length, 0);
  return documents * spec.variants.length * spec.run.epochs;
}

/** Keys of the trials that the run asks for in its present batch width. */
export function plannedKeys(manifest: Manifest): Set<string> {
  return new Set(eachPlannedKey(manifest));
}

/** One cohort at a time: the trials of a long run take several times the memory of their keys. */
function* eachPlannedKey({ identity, batch: { width }, spec, cohorts }: Manifest): Generator<string> {
  const variants = spec.variants.map(({ id }) => id);
  for (const documents of cohorts) {
    const made = makeTrials({ identity, width, variants, epochs: spec.run.epochs, cohorts: [documents] });
    for (const { trials } of made) for (const { key } of trials) yield key;
  }
}

/** The same for a reader of the journal, where they stay as long as it reads. */
function waitingKeys(manifest: Manifest): KeySet {
  const keys = new KeySet(plannedTrials(manifest));
  for (const key of eachPlannedKey(manifest)) keys.add(key);
  return keys;
}

async function* readCurrent(
  manifest: Manifest,
  lines: AsyncGenerator,
  rescoredPath: string | null,
): AsyncGenerator<TrialRecord> {
  let waiting: KeySet | undefined;
  const rescored = rescoredPath === null ? null : readJournal(rescoredPath);
  let next = await nextScore(rescored);
  for await (const value of lines) {
    const record = value as TrialRecord;
    // A run that begins has nothing to look up.
    waiting ??= waitingKeys(manifest);
    if (!waiting.take(record.key)) continue;
    // Both files keep one order, so that neither is ever held in memory.
    if (next?.key === record.key) {
      yield { ...record, score: next.score };
      next = await nextScore(rescored);
    } else yield record;
  }
}

async function nextScore(lines: AsyncGenerator | null): Promise<{ key: string; score: DocumentScore } | undefined> {
  const { value } = (await lines?.next()) ?? { value: undefined };
  return value as { key: string; score: DocumentScore } | undefined;
}

async function* readLines(path: string): AsyncGenerator {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      yield JSON.parse(line) as unknown;
    }
  } catch (cause) {
    throw usageError(
      'BASELINE_FORMAT',
      `${path}:${number} cannot be read as a line of a baseline file (${(cause as Error).message})`,
      'write it again with `assay gate RUN --save-baseline FILE`',
    );
  } finally {
    file.destroy();
  }
}

async function* skipFirst(lines: AsyncGenerator): AsyncGenerator {
  await lines.next();
  yield* lines;
}
