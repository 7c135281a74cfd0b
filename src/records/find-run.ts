import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { printAllowed } from '../core/check-yaml.ts';
import { usageError } from '../core/errors.ts';
import { hintNearest } from '../core/nearest.ts';
import { RUN_FILES } from './run-folder.ts';
import { openBaselineFile, openRunFolder, type RunSource } from './run-source.ts';

/** Where runs are looked for. */
export interface RunPlaces {
  cwd: string;
  /** The folder that holds run folders. */
  results: string;
}

/** A run, and the variant of it that was named. */
export interface NamedRun {
  run: RunSource;
  /** `null` when the run was named without a variant. */
  variant: string | null;
}

/** Ids of the runs under a folder, sorted; none when there is no such folder. */
export async function listRunIds(results: string): Promise<string[]> {
  const entries = await readdir(results, { withFileTypes: true }).catch(() => []);
  const ids: string[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const found = await stat(join(results, entry.name, RUN_FILES.manifest)).catch(() => undefined);
    if (found !== undefined) ids.push(entry.name);
  }
  return ids.sort();
}

/**
 * The run that is meant: a run folder, a baseline file, an id under `results`, or the begin of exactly one id. Throws a
 * usage error with the nearest id when there is none.
 */
export async function findRun(reference: string, places: RunPlaces): Promise<RunSource> {
  const run = await tryFindRun(reference, places);
  if (run !== undefined) return run;
  const ids = await listRunIds(places.results);
  throw usageError(
    'RUN_UNKNOWN',
    `there is no run "${reference}"; runs under ${places.results}: ${ids.length === 0 ? 'none' : printAllowed(ids)}`,
    hintNearest(reference, [...ids, ...ids.map(nameOf)], 'name a run folder, or where runs are kept with --results'),
  );
}

/** The experiment's name in `<name>-<identity>`: the begin by which people call a run. */
function nameOf(id: string): string {
  return id.replace(/-[0-9a-f]{12}(-\d+)?$/, '');
}

/** `RUN` or `RUN:VARIANT`. Throws a usage error for an unknown run or variant. */
export async function findNamedRun(reference: string, places: RunPlaces): Promise<NamedRun> {
  const whole = await tryFindRun(reference, places);
  if (whole !== undefined) return { run: whole, variant: null };
  const colon = reference.lastIndexOf(':');
  if (colon < 1) return { run: await findRun(reference, places), variant: null };
  const run = await findRun(reference.slice(0, colon), places);
  return { run, variant: requireVariant(run, reference.slice(colon + 1)) };
}

/** The id itself when the run has such a variant. Throws a usage error with the nearest one otherwise. */
export function requireVariant({ runId, manifest }: RunSource, id: string): string {
  const ids = manifest.spec.variants.map((variant) => variant.id);
  if (ids.includes(id)) return id;
  throw usageError(
    'VARIANT_UNKNOWN',
    `run ${runId} has no variant "${id}"; it has: ${printAllowed(ids)}`,
    hintNearest(id, ids, 'name one of these'),
  );
}

async function tryFindRun(reference: string, { cwd, results }: RunPlaces): Promise<RunSource | undefined> {
  const path = resolve(cwd, reference);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) {
    const manifest = await stat(join(path, RUN_FILES.manifest)).catch(() => undefined);
    if (manifest !== undefined) return openRunFolder(path);
  }
  if (found?.isFile() === true) return openBaselineFile(path);
  const ids = await listRunIds(results);
  if (ids.includes(reference)) return openRunFolder(join(results, reference));
  const begun = reference === '' ? [] : ids.filter((id) => id.startsWith(reference));
  if (begun.length > 1) {
    throw usageError(
      'RUN_AMBIGUOUS',
      `"${reference}" is the begin of ${begun.length} runs: ${printAllowed(begun)}`,
      'name one of them in full',
    );
  }
  return begun[0] === undefined ? undefined : openRunFolder(join(results, begun[0]));
}
