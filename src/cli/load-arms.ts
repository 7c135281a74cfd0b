import { basename } from 'node:path';
import type { Arm } from '../compare/comparability.ts';
import type { ArmPair } from '../compare/compare-runs.ts';
import { RecordCollector } from '../compare/record-collector.ts';
import { makeRescorer } from '../compare/rescore.ts';
import { usageError } from '../core/errors.ts';
import { findNamedRun, type NamedRun, type RunPlaces } from '../records/find-run.ts';
import { loadRules } from '../tasks/load-rules.ts';
import { openRunDataset } from '../records/open-run-dataset.ts';
import { type AxesOf, loadRunAxes } from '../records/run-axes.ts';
import type { RunSource } from '../records/run-source.ts';
import { type VariantName, pairReferences } from './pair-references.ts';

export interface LoadedPairs {
  pairs: ArmPair[];
  warnings: string[];
  /** Axis -> value of a document; nothing where the dataset is no longer what it was. */
  axesOf: (document: string) => Record<string, string>;
}

export interface LoadOptions {
  places: RunPlaces;
  /** Score every answer again with the scorer of this release. */
  rescore: boolean;
  signal: AbortSignal;
}

/** The arms that the references mean, each with its records; the first reference is the baseline. */
export async function loadPairs(references: readonly string[], options: LoadOptions): Promise<LoadedPairs> {
  const named = await findAll(references, options.places);
  const wanted = pairReferences(named);
  const labels = labelRuns(references, named);
  const arms = new Map<RunSource, Map<string, Arm>>();
  const warnings: string[] = [];
  for (const run of new Set(named.map(({ run }) => run))) {
    const variants = [...new Set(wanted.flat().flatMap((name) => (name.run === run ? [name.variant] : [])))];
    const { collector, count } = await collect(run, new Set(variants), options);
    const raced = run.manifest.race !== undefined;
    const label = labels.get(run) ?? '';
    const all = run.manifest.spec.variants.length;
    if (!raced && count < (run.planned / all) * variants.length)
      warnings.push(
        `${run.runId} is unfinished: ${count} of ${(run.planned / all) * variants.length} trials are there.`,
      );
    arms.set(
      run,
      new Map(
        variants.map((variant) => {
          const id = label === '' ? variant : `${label}:${variant}`;
          return [
            variant,
            { label: id, manifest: run.manifest, variant, measured: { ...collector.measured(variant), id } },
          ];
        }),
      ),
    );
  }
  const armOf = ({ run, variant }: VariantName): Arm => {
    const arm = arms.get(run)?.get(variant);
    if (arm === undefined) throw new Error(`no arm was made for ${variant}`);
    return arm;
  };
  const axesOf = await loadAllAxes(new Set(named.map(({ run }) => run)), warnings);
  return { pairs: wanted.map(([b, c]) => ({ baseline: armOf(b), candidate: armOf(c) })), warnings, axesOf };
}

/** Tiers, layouts and locales of every document of the runs. A dataset that has changed is left out, and said so. */
async function loadAllAxes(runs: ReadonlySet<RunSource>, warnings: string[]): Promise<AxesOf> {
  const known: AxesOf[] = [];
  for (const run of runs) {
    const axes = await loadRunAxes(run);
    known.push(axes.of);
    warnings.push(...axes.warnings);
  }
  return (document) =>
    Object.assign({}, ...known.toReversed().map((axesOf) => axesOf(document))) as Record<string, string>;
}

/** Runs by reference; the same folder named twice is one run. */
async function findAll(references: readonly string[], places: RunPlaces): Promise<NamedRun[]> {
  const byFolder = new Map<string, RunSource>();
  const named: NamedRun[] = [];
  for (const reference of references) {
    const found = await findNamedRun(reference, places);
    const key = found.run.folder ?? reference;
    const run = byFolder.get(key) ?? found.run;
    byFolder.set(key, run);
    named.push({ ...found, run });
  }
  return named;
}

/** What people call each run: nothing where there is one, else the end of its path, or the whole where ends repeat. */
function labelRuns(references: readonly string[], named: readonly NamedRun[]): Map<RunSource, string> {
  const typed = new Map<RunSource, string>();
  for (const [i, { run, variant }] of named.entries()) {
    const reference = references[i] ?? run.runId;
    const whole = variant === null ? reference : reference.slice(0, -variant.length - 1);
    if (!typed.has(run)) typed.set(run, whole);
  }
  if (typed.size === 1) return new Map([...typed.keys()].map((run) => [run, '']));
  const ends = [...typed.values()].map((path) => basename(path));
  const unique = new Set(ends).size === ends.length;
  return new Map([...typed].map(([run, path]) => [run, unique ? basename(path) : path]));
}

async function collect(
  run: RunSource,
  variants: ReadonlySet<string>,
  { rescore, signal }: LoadOptions,
): Promise<{ collector: RecordCollector; count: number }> {
  const collector = new RecordCollector(run.manifest.spec.weights);
  const rescored = rescore
    ? makeRescorer(await openRunDataset(run.manifest), run.manifest, (await loadRules(run.manifest.spec)).rules)
    : null;
  let count = 0;
  for await (const record of run.records({ tokens: false })) {
    signal.throwIfAborted();
    if (!variants.has(record.variant)) continue;
    count += 1;
    collector.add(rescored === null ? record : { ...record, score: await rescored(record) });
  }
  return { collector, count };
}

/** The first pair. Throws the usage error for a comparison that would compare nothing. */
export function requirePairs(pairs: readonly ArmPair[], references: readonly string[]): ArmPair {
  if (pairs[0] !== undefined) return pairs[0];
  throw usageError(
    'COMPARE_NOTHING',
    `${references.join(' ')} names one variant only: there is nothing to compare it with`,
    'name a second run or variant, e.g. `assay compare RUN:F16 RUN:Q4_K_M`',
  );
}
