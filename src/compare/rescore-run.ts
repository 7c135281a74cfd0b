import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from '../core/errors.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { RESCORED_FILE, type RunSource } from '../records/run-source.ts';
import type { DocumentScore, FieldScore } from '../scoring/outcome.ts';
import { loadRules } from '../tasks/load-rules.ts';
import { SCORER_VERSION } from '../scoring/version.ts';
import { makeRescorer } from './rescore.ts';

/** One field of one answer that the present scorer sees differently. */
export interface ScoreChange {
  variant: string;
  document: string;
  epoch: number;
  field: string;
  before: Pick<FieldScore, 'outcome' | 'predicted' | 'truth'>;
  after: Pick<FieldScore, 'outcome' | 'predicted' | 'truth'>;
}

export interface RescoredRun {
  records: number;
  /** Records whose score is not the same in every detail, e.g. in a reason. */
  changedRecords: number;
  /** Fields whose outcome, value or truth changed. */
  changedFields: number;
  /** The first of them. */
  changes: ScoreChange[];
  /** `grossTotal FD -> TP`, most often first. */
  counts: { field: string; from: string; to: string; count: number }[];
  /** Mean change of field accuracy over the records of each variant. */
  meanChange: Record<string, number>;
  /** Version -> records that it had scored. */
  scorersBefore: Record<string, number>;
  scorer: string;
}

export interface RescoreOptions {
  folder: string;
  dataset: Dataset;
  /** Says what would change and writes nothing. */
  dryRun: boolean;
  /** At most this many changes are listed. */
  listed: number;
  signal: AbortSignal;
}

/** Text that is collected before it is written. */
const CHUNK_CHARACTERS = 1 << 20;

/**
 * Scores every answer of a run again, one record at a time: memory does not grow with the journal. The journal stays as
 * it is; the new scores stand beside it and count from then on. Throws a usage error for scores of a newer scorer.
 */
export async function rescoreRun(run: RunSource, options: RescoreOptions): Promise<RescoredRun> {
  const { folder, dataset, dryRun, listed, signal } = options;
  const path = join(folder, RESCORED_FILE);
  const temporary = `${path}.new-${process.pid}`;
  const file = dryRun ? null : await open(temporary, 'w');
  const { rules } = await loadRules(run.manifest.spec);
  const rescore = makeRescorer(dataset, run.manifest, rules);
  const tally = newTally();
  let waiting = '';
  try {
    for await (const record of run.records({ tokens: false })) {
      signal.throwIfAborted();
      requireNotNewer(record.score, run.runId);
      const score = await rescore(record);
      count(tally, record, score, listed);
      if (file === null) continue;
      waiting += `${JSON.stringify({ key: record.key, score })}\n`;
      if (waiting.length < CHUNK_CHARACTERS) continue;
      await file.writeFile(waiting);
      waiting = '';
    }
    await file?.writeFile(waiting);
    await file?.datasync();
    await file?.close();
    if (file !== null && tally.changedRecords > 0) await rename(temporary, path);
  } finally {
    await file?.close().catch(() => undefined);
    await rm(temporary, { force: true });
  }
  return finish(tally);
}

function requireNotNewer({ scorer }: DocumentScore, runId: string): void {
  if (!(Number.parseInt(scorer, 10) > Number(SCORER_VERSION))) return;
  const message = `run ${runId} was scored by version ${scorer} of the scorer; this release has version ${SCORER_VERSION}`;
  throw usageError('SCORER_NEWER', message, 'use the release that scored it, or a newer one');
}

interface Tally {
  records: number;
  changedRecords: number;
  changedFields: number;
  changes: ScoreChange[];
  counts: Map<string, number>;
  byVariant: Map<string, { sum: number; n: number }>;
  scorers: Map<string, number>;
  /** Of the newest score. */
  scorer: string;
}

function newTally(): Tally {
  return {
    records: 0,
    changedRecords: 0,
    changedFields: 0,
    changes: [],
    counts: new Map(),
    byVariant: new Map(),
    scorers: new Map(),
    scorer: SCORER_VERSION,
  };
}

function count(
  tally: Tally,
  record: { variant: string; document: string; epoch: number; score: DocumentScore },
  after: DocumentScore,
  listed: number,
): void {
  const { variant, document, epoch, score: before } = record;
  tally.records += 1;
  tally.scorer = after.scorer;
  tally.scorers.set(before.scorer, (tally.scorers.get(before.scorer) ?? 0) + 1);
  const own = tally.byVariant.get(variant) ?? { sum: 0, n: 0 };
  tally.byVariant.set(variant, { sum: own.sum + after.fieldAccuracy - before.fieldAccuracy, n: own.n + 1 });
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  tally.changedRecords += 1;
  const old = namedFields(before);
  const now = namedFields(after);
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [partOf(old.get(field)), partOf(now.get(field))];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    tally.changedFields += 1;
    const key = JSON.stringify([field.replace(/\[.*\]/, ''), was.outcome, is.outcome]);
    tally.counts.set(key, (tally.counts.get(key) ?? 0) + 1);
    if (tally.changes.length < listed) tally.changes.push({ variant, document, epoch, field, before: was, after: is });
  }
}

/** Header fields by name, cells by name and rows. */
function namedFields({ fields, lines }: DocumentScore): Map<string, FieldScore> {
  const named = new Map(fields.map((field) => [field.field, field]));
  for (const cell of lines?.cells ?? []) {
    const row = cell.truthRow === null ? `given ${(cell.answerRow ?? 0) + 1}` : String(cell.truthRow + 1);
    named.set(`lines[${row}].${cell.field}`, cell);
  }
  return named;
}

/** A field that was not scored on one side counts as rightly empty there. */
function partOf(field: FieldScore | undefined): ScoreChange['before'] {
  const { outcome = 'TN', predicted = null, truth = null } = field ?? {};
  return { outcome, predicted, truth };
}

function finish(tally: Tally): RescoredRun {
  const { counts, byVariant, scorers, ...rest } = tally;
  return {
    ...rest,
    counts: [...counts]
      .map(([key, number]) => {
        const [field, from, to] = JSON.parse(key) as [string, string, string];
        return { field, from, to, count: number };
      })
      .sort((a, b) => b.count - a.count || (a.field < b.field ? -1 : 1)),
    meanChange: Object.fromEntries([...byVariant].map(([variant, { sum, n }]) => [variant, sum / n])),
    scorersBefore: Object.fromEntries(scorers),
  };
}
