import type { Manifest } from '../records/manifest.ts';

/** One member that two runs do not share; `null` on the side that lacks it. */
export interface SpecDifference {
  /** Dotted, e.g. `decision.margin`. */
  path: string;
  baseline: string | null;
  candidate: string | null;
}

/** One variant of one run: what is compared. */
export interface VariantOfRun {
  manifest: Manifest;
  variant: string;
}

/** Everything in which two variants were asked or measured differently, in the order of the manifest. */
export function specDifferences(baseline: VariantOfRun, candidate: VariantOfRun): SpecDifference[] {
  const before = new Map(flatten(describe(baseline)));
  const after = new Map(flatten(describe(candidate)));
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.flatMap((path) => {
    const [old = null, now = null] = [before.get(path), after.get(path)];
    return old === now ? [] : [{ path, baseline: old, candidate: now }];
  });
}

/** The differences as the lines of a diff: `- path: value` as the baseline has it, `+ path: value` as the candidate. */
export function renderDifferences(differences: readonly SpecDifference[]): string[] {
  return differences.flatMap(({ path, baseline, candidate }) => [
    ...(baseline === null ? [] : [`- ${path}: ${baseline}`]),
    ...(candidate === null ? [] : [`+ ${path}: ${candidate}`]),
  ]);
}

function describe({ manifest, variant }: VariantOfRun): object {
  const { spec, dataset, batch, engine, device, machine, versions, gitCommit, fields, lineFields } = manifest;
  const {
    variants,
    comparisons: _comparisons,
    fields: _asked,
    lines: _lines,
    name,
    question: _question,
    ...asked
  } = spec;
  const { freeBytes: _freeBytes, ...shape } = batch;
  const content = manifest.variants.find(({ id }) => id === variant);
  return {
    experiment: name,
    variant: variants.find(({ id }) => id === variant),
    modelSha256: content?.modelSha256,
    fileBytes: content?.fileBytes,
    fileQuantization: content?.quantization,
    promptHash: content?.promptHash,
    promptVersion: content?.promptVersion,
    ...asked,
    datasetDigest: dataset.digest,
    measuredDocuments: dataset.documents.length,
    fields: fields.join(' '),
    lineFields: lineFields?.join(' '),
    batch: shape,
    engine,
    deviceName: device.name,
    machine,
    versions,
    gitCommit,
  };
}

function flatten(value: unknown, path = ''): [string, string][] {
  if (value === null || typeof value !== 'object') return [[path, String(value)]];
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .flatMap(([key, member]) => flatten(member, path === '' ? key : `${path}.${key}`));
}
