import { Random } from '../core/random.ts';
import { KeptDraws } from './kept-draws.ts';

/** Candidate and baseline of a document are swapped. */
export const TURNED = 1;
/** The document loses all. */
export const COLLAPSED = 2;

export interface MarkDraws {
  seed: number;
  /** Of the random stream. */
  name: string;
  documents: number;
  simulations: number;
  /** Chance of `COLLAPSED`, in (0, 1); none unless told. */
  collapse?: number | undefined;
}

/** Bytes of one set of simulations that is kept, and of all. */
const MOST_KEPT_OF_ONE = 4e6;
const kept = new KeptDraws(12e6);

/**
 * One byte of marks per document for every simulation, in an array that is reused: what happens to the documents depends on the
 * seed, the name and their number alone, so that all comparisons of a run share the draws.
 */
export function drawMarks(draws: MarkDraws, visit: (marks: Uint8Array) => void): void {
  const { seed, name, documents, simulations, collapse } = draws;
  const key = `${seed}/${name}/${documents}/${simulations}/${collapse ?? ''}`;
  const known = kept.get(key);
  if (known !== undefined) {
    for (let s = 0; s < simulations; s += 1) visit(known.subarray(s * documents, (s + 1) * documents));
    return;
  }
  const bytes = documents * simulations;
  const memory = bytes <= MOST_KEPT_OF_ONE ? new Uint8Array(bytes) : null;
  const passing = new Uint8Array(memory === null ? documents : 0);
  const random = Random.stream(seed, name);
  for (let s = 0; s < simulations; s += 1) {
    const marks = memory?.subarray(s * documents, (s + 1) * documents) ?? passing;
    for (let i = 0; i < documents; i += 1) marks[i] = random.chance(0.5) ? 0 : TURNED;
    if (collapse !== undefined)
      for (let i = 0; i < documents; i += 1) if (random.chance(collapse)) marks[i] = (marks[i] as number) | COLLAPSED;
    visit(marks);
  }
  if (memory !== null) kept.keep(key, memory);
}
