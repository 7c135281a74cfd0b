import type { RecordCollector } from '../compare/record-collector.ts';
import { raceOf } from '../compare/run-race.ts';
import { Random } from '../core/random.ts';
import type { Manifest } from '../records/manifest.ts';
import { measure, type MeasureInput } from './measure.ts';

/** The second pass of a run's baseline: what it is called in the journal, and how it is decoded. */
export interface SecondPass {
  /** Variant id of its records; no variant of an experiment can have it. */
  variant: string;
  baseline: string;
  width: number;
  cohorts: string[][];
}

/** The same documents in a seeded random order and in batches half as wide, so that no cohort is as it was. */
export function planSecondPass(manifest: Manifest, records: RecordCollector): SecondPass {
  const { spec, batch, dataset } = manifest;
  const baseline = spec.comparisons[0]?.baseline ?? spec.variants[0]?.id ?? '';
  const width = Math.max(1, Math.floor(batch.width / 2));
  // Where a race ended early, only what it looked at is decoded again.
  const first = raceOf(manifest, (id) => records.measured(id))?.lookedAt(baseline) ?? dataset.documents;
  const documents = Random.stream(spec.run.seed, 'second-pass').shuffle([...first].sort());
  const cohorts: string[][] = [];
  for (let start = 0; start < documents.length; start += width) cohorts.push(documents.slice(start, start + width));
  return { variant: `${baseline}@aa`, baseline, width, cohorts };
}

/**
 * Decodes the second pass, or what of it the journal does not hold yet, into the same journal under a variant id of its
 * own. Its records count nowhere but in the noise floor. Errors: exit 3 when memory runs out although the batch is narrower.
 */
export async function measureAgain(input: MeasureInput, pass: SecondPass): Promise<'complete' | 'interrupted'> {
  const { run, manifest } = input;
  const prepared = run.variants.find(({ spec }) => spec.id === pass.baseline);
  if (prepared === undefined) throw new Error(`the run has no variant ${pass.baseline}`);
  const variant = { ...prepared, spec: { ...prepared.spec, id: pass.variant } };
  const spec = {
    ...run.spec,
    name: `${run.spec.name}, A/A pass`,
    variants: [variant.spec],
    run: { ...run.spec.run, epochs: 1, stop: 'fixed' as const },
  };
  const { race: _race, ...fixed } = manifest;
  const result = await measure({
    ...input,
    run: { ...run, spec, variants: [variant] },
    manifest: { ...fixed, spec, batch: { ...manifest.batch, width: pass.width }, cohorts: pass.cohorts },
    // A noise floor from recalled answers would be none.
    responses: undefined,
    mayNarrow: false,
  });
  return result.kind === 'complete' ? 'complete' : 'interrupted';
}
