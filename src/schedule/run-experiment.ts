import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { makeSummary } from '../compare/make-summary.ts';
import { RecordCollector } from '../compare/record-collector.ts';
import type { Flip, RunStatus, RunSummary } from '../compare/run-summary.ts';
import { HEADER_FIELDS } from '../invoices/fields.ts';
import type { Manifest } from '../records/manifest.ts';
import { readJsonFile, RUN_FILES, lockRun, makeRunFolder } from '../records/run-folder.ts';
import { keepRunAxes } from '../records/run-axes.ts';
import { loadRunReadings } from '../records/run-readings.ts';
import { anytimeFloor } from '../statistics/anytime-interval.ts';
import { percent, points } from '../statistics/non-inferiority.ts';
import { floorOfDocuments } from '../statistics/planning.ts';
import { type Engine, versionOf } from './engine.ts';
import { keepSummary } from './kept-summary.ts';
import { measure } from './measure.ts';
import { measureAgain, planSecondPass, type SecondPass } from './measure-again.ts';
import { openManifest } from './open-manifest.ts';
import { modelPathsOf, type PreparedRun, prepareRun } from './prepare-run.ts';
import { requireExtractive } from './require-extractive.ts';
import type { ResponseCache } from './response-cache.ts';
import { identityOf } from './run-identity.ts';
import { SplitCount } from './split-count.ts';
import { watchRequests } from './watch-requests.ts';

export interface RunOptions {
  /** The experiment file. */
  experiment: string;
  /** Where run folders are. */
  results: string;
  /** Make another run beside a complete one. */
  again: boolean;
  /** Measure the noise floor: a second pass of the baseline in other cohorts. */
  aa?: boolean;
  engine: Engine;
  /** Documents decoded together by one worker, as far as memory allows; a run that was begun keeps its own. */
  width?: number | undefined;
  /** Answers of earlier runs; none are kept or used when absent. With `again` they are kept and not used. */
  responses?: ResponseCache | undefined;
  progress: Progress;
  signal: AbortSignal;
  /** Milliseconds on a clock that only goes forward. */
  now: () => number;
}

export interface RunOutcome {
  summary: RunSummary;
  /** By candidate id. */
  flips: Record<string, Flip[]>;
  folder: string;
  manifest: Manifest | null;
  /** The run was complete before: nothing was measured now. */
  unchanged: boolean;
}

/**
 * Runs an experiment to its end, or resumes it: the same question finds the same folder, and what its journal holds is
 * not measured again. Interrupted by the signal, it keeps what is finished and says so in the summary.
 */
export async function runExperiment(options: RunOptions): Promise<RunOutcome> {
  const startedMs = options.now();
  const run = await prepareRun(options);
  using _inputs = run.inputs;
  const engine = run.engine ?? options.engine;
  requireExtractive(run, engine);
  const contents = run.variants.map(({ content }) => content);
  const identity = identityOf({
    spec: run.spec,
    datasetDigest: run.digest,
    variants: contents,
    engine: versionOf(engine, modelPathsOf(run), run.config.gpu),
  });
  const { runId, folder, complete } = await findRun(run.spec.name, identity, options);
  const aa = options.aa === true;
  if (complete !== undefined && !(aa && complete.summary.noiseFloor === undefined))
    return { ...complete, folder, manifest: null, unchanged: true };

  const warnings = warningsOf(run);
  const splits = new SplitCount();
  const note = engine.noteFor?.(modelPathsOf(run), run.config.gpu) ?? null;
  if (note !== null) options.progress.note(note);
  for (const warning of warnings) options.progress.note(`warning: ${warning}`);
  await makeRunFolder(folder);
  await using _lock = await lockRun(folder);
  await using requests = await watchRequests(folder, { ...options, onPause: (paused) => logPause(folder, paused) });
  const steered = { ...options, engine, signal: requests.signal, beforeCohort: () => requests.pass() };
  const responses = options.responses === undefined ? undefined : { cache: options.responses, mayFind: !options.again };
  let records = new RecordCollector(run.spec.weights);
  const { width } = options;
  const { progress } = options;
  const planning = { width, signal: requests.signal, decodesNext: true, onNote: (line: string) => progress.note(line) };
  let manifest = await openManifest({ run, identity, runId, folder, engine, planning });
  if (width !== undefined && manifest.batch.width !== width)
    options.progress.note(
      `This run is decoded at width ${manifest.batch.width}, not ${width}: ${widthReason(manifest)}`,
    );
  for (const warning of manifest.warnings ?? []) options.progress.note(`warning: ${warning}`);
  let status: RunStatus = 'interrupted';
  while (!steered.signal.aborted) {
    const result = await measure({
      ...steered,
      onRecord: (record) => splits.add(record),
      run,
      manifest,
      folder,
      records,
      responses,
    });
    if (result.kind === 'narrowed') {
      manifest = result.manifest;
      records = new RecordCollector(run.spec.weights);
      continue;
    }
    status = result.kind;
    break;
  }
  let secondPass: SecondPass | undefined;
  if (aa && status === 'complete') {
    secondPass = planSecondPass(manifest, records);
    status = await measureAgain({ ...steered, responses: undefined, run, manifest, folder, records }, secondPass);
  }
  await options.responses?.prune();
  const secondsBefore = await earlierSeconds(folder);
  const made = makeSummary({
    manifest,
    runFolder: folder,
    records,
    status,
    exitCode: status === 'complete' ? EXIT.done : EXIT.interrupted,
    wallSeconds: secondsBefore + (options.now() - startedMs - requests.pausedMs()) / 1000,
    warnings: [...warnings, ...(manifest.warnings ?? []), ...splits.warnings()],
    axesOf: await keepRunAxes(folder, manifest, run.dataset),
    readings: await loadRunReadings(folder),
    ...(secondPass !== undefined && { secondPass }),
  });
  const { summary } = made;
  const flips = Object.fromEntries(made.flips);
  await keepSummary(folder, { summary, flips });
  return { summary, flips, folder, manifest, unchanged: false };
}

function widthReason({ batch: { layoutFrom }, race }: Manifest): string {
  if (layoutFrom !== 'asked') return 'so it was begun; --again makes another run';
  return race === undefined ? 'memory, or the number of documents, allows no more' : 'its blocks are that small';
}

/** A line of its own beside those of the journal, which one write keeps whole. */
function logPause(folder: string, paused: boolean): void {
  const event = { at: new Date().toISOString(), kind: paused ? 'run-paused' : 'run-continued' };
  void appendFile(join(folder, RUN_FILES.events), `${JSON.stringify(event)}\n`).catch(() => undefined);
}

interface FoundRun {
  runId: string;
  folder: string;
  complete: Pick<RunOutcome, 'summary' | 'flips'> | undefined;
}

/** The folder of this identity; with `again`, the first free number beside the complete ones. */
async function findRun(name: string, identity: string, { results, again }: RunOptions): Promise<FoundRun> {
  for (let number = 1; ; number += 1) {
    const runId = `${name}-${identity}${number === 1 ? '' : `-${number}`}`;
    const folder = join(results, runId);
    const complete = await loadComplete(folder);
    if (complete === undefined || !again) return { runId, folder, complete };
  }
}

async function loadComplete(folder: string): Promise<FoundRun['complete']> {
  const summary = (await readJsonFile(join(folder, RUN_FILES.summary))) as RunSummary | undefined;
  if (summary?.status !== 'complete') return undefined;
  const flips = (await readJsonFile(join(folder, RUN_FILES.flips))) as Record<string, Flip[]> | undefined;
  // The folder may have been moved since.
  return flips === undefined ? undefined : { summary: { ...summary, runFolder: folder }, flips };
}

async function earlierSeconds(folder: string): Promise<number> {
  const earlier = (await readJsonFile(join(folder, RUN_FILES.summary))) as RunSummary | undefined;
  return earlier?.wallSeconds ?? 0;
}

function warningsOf({ spec, documents, fields }: PreparedRun): string[] {
  const warnings: string[] = [];
  const { margin, brokenMargin, alpha, question } = spec.decision;
  const raced = spec.run.stop === 'anytime';
  const floor = raced
    ? anytimeFloor({ margin, brokenMargin, alpha }, spec.comparisons.length)
    : floorOfDocuments(margin, brokenMargin, alpha);
  if (question === 'non-inferiority' && documents.length < floor) {
    warnings.push(
      `${documents.length} documents are too few: a margin of ${points(margin)} and a limit of ${percent(brokenMargin)} broken documents need at least ${floor}${raced ? ' where a run may stop early' : ''}, whatever is measured`,
    );
  }
  const unlabelled = spec.fields.filter((field) => !fields.includes(field));
  // Without a list of its own an experiment asks for every field there is.
  const all = spec.fields.length === Object.keys(HEADER_FIELDS).length;
  if (unlabelled.length > 0 && !all)
    warnings.push(`the dataset labels none of ${unlabelled.join(', ')}: they are not asked for`);
  return warnings;
}
