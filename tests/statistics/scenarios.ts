import { Random } from '../../src/core/random.ts';

/** One document of a simulated comparison: fields asked, fields that only the baseline or only the candidate got right. */
export interface Document {
  fields: number;
  lost: number;
  gained: number;
}

interface Atom extends Document {
  probability: number;
}

/** A population of documents, known exactly: its mean difference is the truth that intervals must cover. */
export interface Scenario {
  name: string;
  /** Mean of (gained - lost) / fields. */
  mean: number;
  draw: (random: Random) => Document;
}

/** Flips that cluster in documents: lost and gained fields are beta-binomial with a share and an intra-document correlation. */
export function clusteredFlips(name: string, lostShare: number, gainedShare: number, correlation: number): Scenario {
  return scenarioOf(name, flipAtoms({ lostShare, gainedShare, correlation, weight: 1 }));
}

/** A share of the documents collapses by 0.95, the others flip now and then. */
export function collapses(name: string, share: number): Scenario {
  const flips = flipAtoms({ lostShare: 0.005, gainedShare: 0.005, correlation: 0.1, weight: 1 - share });
  return scenarioOf(name, [...flips, { fields: 20, lost: 19, gained: 0, probability: share }]);
}

/** One yes-or-no result per document. */
export function exactMatch(name: string, lostShare: number, gainedShare: number): Scenario {
  const same = 1 - lostShare - gainedShare;
  return scenarioOf(name, [
    { fields: 1, lost: 1, gained: 0, probability: lostShare },
    { fields: 1, lost: 0, gained: 1, probability: gainedShare },
    { fields: 1, lost: 0, gained: 0, probability: same },
  ]);
}

/** Differences of n documents drawn from a scenario. */
export function drawDifferences(scenario: Scenario, n: number, random: Random): Float64Array {
  return Float64Array.from({ length: n }, () => differenceOf(scenario.draw(random)));
}

/** Candidate minus baseline of one document. */
export function differenceOf({ fields, lost, gained }: Document): number {
  return (gained - lost) / fields;
}

/** The chance of `count` fields out of `size` when their share varies by document as a beta distribution. */
function betaBinomial(size: number, share: number, correlation: number): number[] {
  const a = (share * (1 - correlation)) / correlation;
  const b = ((1 - share) * (1 - correlation)) / correlation;
  // Polya's urn: every field of a kind makes the next one of that kind more likely.
  let chances = [1];
  for (let drawn = 0; drawn < size; drawn += 1) {
    const next = Array.from({ length: drawn + 2 }, () => 0);
    for (const [hits, chance] of chances.entries()) {
      const more = (a + hits) / (a + b + drawn);
      next[hits + 1]! += chance * more;
      next[hits]! += chance * (1 - more);
    }
    chances = next;
  }
  return chances;
}

interface Flips {
  lostShare: number;
  gainedShare: number;
  correlation: number;
  weight: number;
}

/** Invoices with 10 header fields and 1 + Poisson(2) lines of 4 fields each. */
function flipAtoms({ lostShare, gainedShare, correlation, weight }: Flips): Atom[] {
  const atoms: Atom[] = [];
  let poisson = Math.exp(-2);
  for (let more = 0; more <= 10; more += 1) {
    const fields = 10 + 4 * (1 + more);
    const lostChances = betaBinomial(fields, lostShare, correlation);
    const gainedChances = betaBinomial(fields, gainedShare, correlation);
    for (const [lost, lostChance] of lostChances.entries()) {
      for (const [gained, gainedChance] of gainedChances.entries()) {
        const probability = weight * poisson * lostChance * gainedChance;
        if (probability > 1e-12) atoms.push({ fields, lost, gained, probability });
      }
    }
    poisson *= 2 / (more + 1);
  }
  return atoms;
}

/** Draws in constant time by Walker's alias table. */
function scenarioOf(name: string, atoms: readonly Atom[]): Scenario {
  const total = atoms.reduce((sum, atom) => sum + atom.probability, 0);
  const mean = atoms.reduce((sum, atom) => sum + (atom.probability / total) * differenceOf(atom), 0);
  const scaled = atoms.map((atom) => (atom.probability / total) * atoms.length);
  const alias = atoms.map((_, i) => i);
  const small = scaled.flatMap((weight, i) => (weight < 1 ? [i] : []));
  const large = scaled.flatMap((weight, i) => (weight < 1 ? [] : [i]));
  while (small.length > 0 && large.length > 0) {
    const under = small.pop()!;
    const over = large.at(-1)!;
    alias[under] = over;
    scaled[over]! -= 1 - scaled[under]!;
    if (scaled[over]! < 1) small.push(large.pop()!);
  }
  for (const i of small) scaled[i] = 1;
  const draw = (random: Random): Document => {
    const i = random.integer(0, atoms.length - 1);
    return atoms[random.real() < scaled[i]! ? i : alias[i]!]!;
  };
  return { name, mean, draw };
}

/** The share of simulations in which something happened. */
export function shareOf(simulations: number, happens: (simulation: number) => boolean): number {
  let hits = 0;
  for (let simulation = 0; simulation < simulations; simulation += 1) if (happens(simulation)) hits += 1;
  return hits / simulations;
}

/** How far a simulated share may lie from the true one: 3.29 standard errors, one false alarm in a thousand. */
export function tolerance(share: number, simulations: number): number {
  return 3.29 * Math.sqrt((share * (1 - share)) / simulations);
}
