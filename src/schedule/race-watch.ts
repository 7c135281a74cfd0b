import { RunRace } from '../compare/run-race.ts';
import { blocksOf } from '../plan/race-blocks.ts';
import { Queue } from '../core/queue.ts';
import type { CohortOfTrials } from '../plan/make-trials.ts';
import type { Manifest, RaceOrder } from '../records/manifest.ts';
import type { TrialRecord } from '../records/record.ts';
import type { VariantWork } from './run-cohorts.ts';

/** What happened in a race, for the event log and for people. */
export interface SettledEvent {
  kind: 'variant-settled';
  baseline: string;
  variant: string;
  verdict: string | null;
  documents: number;
  reason: string;
}

/** Follows the races of a run and takes what is settled off the queues. */
export class RaceWatch {
  private readonly manifest: Manifest;
  private readonly order: RaceOrder;
  private readonly race: RunRace;
  private readonly stops = new Map<string, AbortController>();
  private queued: VariantWork[] = [];

  constructor(manifest: Manifest, order: RaceOrder) {
    this.manifest = manifest;
    this.order = order;
    this.race = new RunRace(manifest);
    for (const { id } of manifest.spec.variants) this.stops.set(id, new AbortController());
  }

  /** Further records. Gives what they settle; its variants are taken off the queues at once. */
  add(records: readonly TrialRecord[]): SettledEvent[] {
    for (const record of records) this.race.add(record);
    const settled = this.race.look();
    if (settled.length > 0) this.drop();
    return settled.map(({ baseline, candidate, decision: { verdict, documents, reason } }) => ({
      kind: 'variant-settled',
      baseline,
      variant: candidate,
      verdict,
      documents,
      reason,
    }));
  }

  needs(variant: string): boolean {
    return this.race.needs(variant);
  }

  /** The same work cut at the blocks, baselines first in each: a model is loaded once for a block. */
  arrange(work: readonly VariantWork[]): VariantWork[] {
    const { cohorts, spec } = this.manifest;
    const blocks = blocksOf(cohorts, this.order);
    const baselines = new Set(spec.comparisons.map(({ baseline }) => baseline));
    const sorted = [...work].sort((a, b) => Number(baselines.has(b.variant)) - Number(baselines.has(a.variant)));
    const parts = new Map(work.map((own) => [own, cut(own, blocks)]));
    this.queued = [...new Set(blocks)].flatMap((block) =>
      sorted.map((own) => ({
        ...own,
        settled: this.stops.get(own.variant)?.signal ?? new AbortController().signal,
        cohorts: new Queue(parts.get(own)?.get(block) ?? []),
      })),
    );
    this.drop();
    return this.queued;
  }

  private drop(): void {
    for (const { variant, cohorts } of this.queued) if (!this.needs(variant)) cohorts.clear();
    for (const [variant, stop] of this.stops) if (!this.needs(variant)) stop.abort();
  }
}

/** A variant's cohorts by the block that they belong to, in their order. */
function cut({ cohorts }: VariantWork, blocks: readonly number[]): Map<number, CohortOfTrials[]> {
  const parts = new Map<number, CohortOfTrials[]>();
  for (const cohort of cohorts.peek(cohorts.length)) {
    const block = blocks[cohort.cohort] as number;
    const part = parts.get(block);
    if (part === undefined) parts.set(block, [cohort]);
    else part.push(cohort);
  }
  return parts;
}
