import { execFile } from 'node:child_process';
import { cpus, release, totalmem, type as osType } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCohorts } from '../plan/make-cohorts.ts';
import { raceCohorts } from '../plan/race-blocks.ts';
import { packageRoot } from '../models/package-root.ts';
import { MANIFEST_VERSION, type Manifest } from '../records/manifest.ts';
import { readJsonFile, RUN_FILES, writeWhole } from '../records/run-folder.ts';
import { checkParity } from './check-parity.ts';
import type { Engine } from './engine.ts';
import { documentsAtATime } from './hand-out.ts';
import { type PlanOptions, planBatch } from './plan-batch.ts';
import type { PreparedRun } from './prepare-run.ts';

export interface ManifestInput {
  run: PreparedRun;
  identity: string;
  runId: string;
  folder: string;
  engine: Engine;
  planning?: PlanOptions | undefined;
}

/** The manifest of a run: the one in its folder, so that a resumed run decodes as it began, or a new one. */
export async function openManifest(input: ManifestInput): Promise<Manifest> {
  const { run, identity, runId, folder, engine } = input;
  const path = join(folder, RUN_FILES.manifest);
  const found = (await readJsonFile(path)) as Manifest | undefined;
  if (found?.manifestVersion === MANIFEST_VERSION && found.identity === identity) return found;
  const { batch, cohorts, race, warnings: planned, description } = await planBatch(run, engine, input.planning);
  const { parity, warnings: disparities } = await checkParity(run, input.planning?.onNote);
  const warnings = [...planned, ...disparities];
  const manifest: Manifest = {
    manifestVersion: MANIFEST_VERSION,
    runId,
    identity,
    spec: run.spec,
    dataset: { digest: run.digest, documents: run.documents },
    variants: run.variants.map(({ content }) => content),
    batch,
    fields: run.fields,
    ...(run.lineFields !== undefined && { lineFields: run.lineFields }),
    cohorts,
    ...(race !== undefined && { race }),
    ...(Object.keys(parity).length > 0 && { parity }),
    ...(warnings.length > 0 && { warnings }),
    engine: description.engine,
    device: nameDevice(description.device),
    versions: { node: process.version, assay: await ownVersion() },
    machine: {
      os: `${osType()} ${release()}`,
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryBytes: totalmem(),
    },
    gitCommit: await gitCommit(),
    createdAt: new Date().toISOString(),
  };
  await writeManifest(folder, manifest);
  return manifest;
}

/** The same run in narrower batches, for every variant: what was measured wider no longer counts. */
export async function narrowManifest(folder: string, manifest: Manifest): Promise<Manifest> {
  const width = Math.max(1, Math.floor(manifest.batch.width * 0.75));
  const sizes = manifest.cohorts.flat().map((id, place, all) => ({ id, size: all.length - place }));
  const { race } = manifest;
  const size = documentsAtATime(width, manifest.spec.run.determinism);
  const cohorts = race === undefined ? makeCohorts(sizes, size) : raceCohorts(sizes, { ...race, width });
  const narrowed = { ...manifest, batch: { ...manifest.batch, width }, cohorts };
  await writeManifest(folder, narrowed);
  return narrowed;
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeWhole(join(folder, RUN_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The engine calls every processor "CPU": its model says more. */
function nameDevice(device: Manifest['device']): Manifest['device'] {
  return device.kind === 'cpu' ? { ...device, name: cpus()[0]?.model.trim() ?? device.name } : device;
}

async function ownVersion(): Promise<string> {
  const own = (await readJsonFile(join(packageRoot(), 'package.json'))) as { version?: string } | undefined;
  return own?.version ?? 'unknown';
}

async function gitCommit(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: packageRoot() });
    return stdout.trim();
  } catch {
    return null;
  }
}
