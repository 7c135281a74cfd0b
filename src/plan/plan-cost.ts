/** A model file of a variant. Variants, and those that vote, may share one. */
export interface ModelCost {
  /** Equal exactly for one file. */
  key: string;
  /** File to be made first; `false` when it is there. */
  missing: boolean;
  fileBytes: number;
  /** Weights and context of one worker. */
  workerBytes: number;
}

/** What a variant needs, and what an earlier run measured of it. */
export interface VariantCost {
  id: string;
  /** Its own model, and those that vote beside it. */
  models: readonly ModelCost[];
  /** From an earlier run on this machine; `null` when there is none. */
  documentsPerSecond: number | null;
}

export interface CostPlan {
  /** Decoding time of all variants; `null` as long as the speed of one of them is not known. */
  seconds: number | null;
  /** Peak of all workers side by side, those of voters too: variants run one after the other. */
  memoryBytes: number;
  /** Quantizations to be made, kept in the cache. */
  cacheBytes: number;
  /** Journal of the run; `null` when no earlier run tells how long a record is. */
  resultsBytes: number | null;
}

export interface CostQuestion {
  variants: readonly VariantCost[];
  documents: number;
  epochs: number;
  replicas: number;
  /** Mean length of a journal line in an earlier run. */
  bytesPerRecord: number | null;
}

/** Adds up what an experiment costs. */
export function planCost({ variants, documents, epochs, replicas, bytesPerRecord }: CostQuestion): CostPlan {
  const perVariant = documents * epochs;
  const seconds = variants.map(({ documentsPerSecond: rate }) =>
    rate === null || rate <= 0 ? null : perVariant / rate,
  );
  const missing = new Map<string, number>();
  for (const { key, missing: toMake, fileBytes } of variants.flatMap(({ models }) => models))
    if (toMake) missing.set(key, fileBytes);
  const side = ({ models }: VariantCost): number => models.reduce((sum, { workerBytes }) => sum + workerBytes, 0);
  return {
    seconds: seconds.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0),
    memoryBytes: replicas * Math.max(0, ...variants.map(side)),
    cacheBytes: [...missing.values()].reduce((sum, bytes) => sum + bytes, 0),
    resultsBytes: bytesPerRecord === null ? null : Math.round(bytesPerRecord * perVariant * variants.length),
  };
}
