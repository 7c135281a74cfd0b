import type { Manifest } from '../records/manifest.ts';
import type { TrialRecord } from '../records/record.ts';
import type { RaceDecision } from '../statistics/race.ts';
import { measureDocument } from './measure-document.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import { type RacedDocument, RacePair } from './race-pair.ts';
import type { DocumentScore } from '../scoring/outcome.ts';

/** A comparison that is settled. */
export interface SettledComparison {
  baseline: string;
  candidate: string;
  decision: RaceDecision;
}

interface Runner {
  baseline: string;
  candidate: string;
  pair: RacePair;
  told: boolean;
}

/**
 * The races of a run while its records come in, in any order: which comparisons are settled, and which variants still
 * have to be decoded. Throws for a run that does not race.
 */
export class RunRace {
  private readonly epochs: number;
  private readonly runners: Runner[];
  private readonly weights: Readonly<Record<string, number>> | undefined;
  private readonly waiting = new Map<string, DocumentScore[]>();
  private readonly documents = new Map<string, Map<string, RacedDocument>>();

  constructor({ spec, race }: Manifest) {
    if (race === undefined) throw new Error('this run has no order of documents to race in');
    const { comparisons, decision } = spec;
    this.epochs = spec.run.epochs;
    this.runners = comparisons.map(({ baseline, candidate }) => ({
      baseline,
      candidate,
      pair: new RacePair({ order: race.order, decision, candidates: comparisons.length }),
      told: false,
    }));
    this.weights = spec.weights;
    for (const { id } of spec.variants) this.documents.set(id, new Map());
  }

  /** One more record; each trial may come once. A document counts when all its epochs are there. */
  add({ variant, document, score }: TrialRecord): void {
    const key = `${variant}\n${document}`;
    const scores = [...(this.waiting.get(key) ?? []), score];
    this.waiting.set(key, scores);
    if (scores.length < this.epochs) return;
    this.waiting.delete(key);
    this.place(variant, document, measureDocument(document, scores, this.weights));
  }

  /** Every whole document of a variant that was collected before. */
  addMeasured({ id, documents }: MeasuredVariant): void {
    for (const document of documents) if (document.epochs === this.epochs) this.place(id, document.id, document);
  }

  private place(variant: string, document: string, measured: RacedDocument): void {
    this.documents.get(variant)?.set(document, measured);
  }

  /** Looks at what came in. Gives the comparisons that are settled since the last call. */
  look(): SettledComparison[] {
    const none = new Map<string, RacedDocument>();
    for (const { baseline, candidate, pair } of this.runners)
      pair.advance(this.documents.get(baseline) ?? none, this.documents.get(candidate) ?? none);
    const fresh = this.runners.filter((runner) => !runner.told && runner.pair.decision.verdict !== null);
    for (const runner of fresh) runner.told = true;
    return fresh.map(({ baseline, candidate, pair }) => ({ baseline, candidate, decision: pair.decision }));
  }

  /** Whether some comparison of this variant is still open. One that is compared with nothing is always needed. */
  needs(variant: string): boolean {
    const own = this.runners.filter(({ baseline, candidate }) => baseline === variant || candidate === variant);
    return own.length === 0 || own.some(({ pair }) => pair.decision.verdict === null);
  }

  /** The race of one comparison, with the documents that it looked at. */
  pairOf(baseline: string, candidate: string): RacePair | undefined {
    return this.runners.find((runner) => runner.baseline === baseline && runner.candidate === candidate)?.pair;
  }

  /** The documents of a variant that any of its comparisons looked at. */
  lookedAt(variant: string): Set<string> {
    const own = this.runners.filter(({ baseline, candidate }) => baseline === variant || candidate === variant);
    if (own.length === 0) return new Set(this.documents.get(variant)?.keys());
    return new Set(own.flatMap(({ pair }) => [...pair.documents]));
  }
}

/** The races of a run over everything that was collected of it; `null` for a run that does not race. */
export function raceOf(manifest: Manifest, measured: (variant: string) => MeasuredVariant): RunRace | null {
  if (manifest.race === undefined) return null;
  const race = new RunRace(manifest);
  for (const { id } of manifest.spec.variants) race.addMeasured(measured(id));
  race.look();
  return race;
}

/**
 * Whether a run has everything that it will ever measure: every variant holds all documents in all epochs, or is no
 * longer needed because each of its comparisons is settled.
 */
export function isComplete(manifest: Manifest, measured: (variant: string) => MeasuredVariant): boolean {
  const race = raceOf(manifest, measured);
  const planned = manifest.dataset.documents.length * manifest.spec.run.epochs;
  return manifest.spec.variants.every(({ id }) => {
    if (race !== null && !race.needs(id)) return true;
    return measured(id).documents.reduce((sum, { epochs }) => sum + epochs, 0) === planned;
  });
}

/** The variant on these documents alone; times and tokens stay those of everything that was decoded. */
export function restrictTo(variant: MeasuredVariant, documents: ReadonlySet<string>): MeasuredVariant {
  const timedTrials = variant.timedTrials ?? variant.documents.reduce((sum, { epochs }) => sum + epochs, 0);
  const kept = variant.documents.filter(({ id }) => documents.has(id));
  const failures = kept.reduce(
    (sum, { scores }) => sum + scores.filter(({ failed }) => failed !== undefined).length,
    0,
  );
  return { ...variant, documents: kept, failures, timedTrials };
}
