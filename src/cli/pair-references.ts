import { usageError } from '../core/errors.ts';
import type { NamedRun } from '../records/find-run.ts';
import type { RunSource } from '../records/run-source.ts';

/** A variant of a run by name. */
export interface VariantName {
  run: RunSource;
  variant: string;
}

/**
 * Which variants are compared when these runs are named, baseline first. One run alone: its own comparisons. A run
 * without a variant stands for all of its variants, each against the variant of the same name in the baseline's run where
 * there is one, else against that run's baseline.
 */
export function pairReferences(named: readonly NamedRun[]): [VariantName, VariantName][] {
  const [first, ...others] = named;
  if (first === undefined) return [];
  if (others.length === 0) return ownComparisons(first);
  const pairs = others.flatMap((other) =>
    variantsOf(other).map((variant): [VariantName, VariantName] => {
      const baseline = first.variant ?? namesake(first, other, variant) ?? onlyBaseline(first.run);
      return [
        { run: first.run, variant: baseline },
        { run: other.run, variant },
      ];
    }),
  );
  const seen = new Set<string>();
  return pairs.filter(([baseline, candidate]) => {
    const key = `${named.findIndex(({ run }) => run === candidate.run)}:${candidate.variant}`;
    const itself = baseline.run === candidate.run && baseline.variant === candidate.variant;
    if (itself || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function ownComparisons({ run, variant }: NamedRun): [VariantName, VariantName][] {
  return run.manifest.spec.comparisons
    .filter(({ candidate }) => variant === null || candidate === variant)
    .map(({ baseline, candidate }) => [
      { run, variant: baseline },
      { run, variant: candidate },
    ]);
}

function variantsOf({ run, variant }: NamedRun): string[] {
  return variant === null ? run.manifest.spec.variants.map(({ id }) => id) : [variant];
}

function namesake(first: NamedRun, other: NamedRun, variant: string): string | undefined {
  if (first.run === other.run) return undefined;
  return first.run.manifest.spec.variants.find(({ id }) => id === variant)?.id;
}

function onlyBaseline({ runId, manifest }: RunSource): string {
  const { variants, comparisons } = manifest.spec;
  const baselines = [...new Set(comparisons.map(({ baseline }) => baseline))];
  const [only] = baselines.length === 0 ? variants.map(({ id }) => id) : baselines;
  if (only !== undefined && (baselines.length === 1 || variants.length === 1)) return only;
  throw usageError(
    'COMPARE_WHICH_BASELINE',
    `run ${runId} has several baselines: ${baselines.join(', ')}`,
    `name one of them, e.g. \`${runId}:${baselines[0] ?? variants[0]?.id}\``,
  );
}
