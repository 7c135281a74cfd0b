import { join } from 'node:path';
import { readJsonFile, writeWhole } from '../records/run-folder.ts';
import type { Estimate } from '../statistics/estimate.ts';

/** Beside the run's other files. */
const DISTANCE_FILE = 'distance.json';

/** How far a candidate is from its baseline on the same documents. Intervals come from resampling documents. */
export interface VariantDistance {
  baseline: string;
  candidate: string;
  /** Documents with a wholly known truth whose prompt and answer fit. */
  documents: number;
  tokens: number;
  /** Mean divergence of the candidate's distribution from the baseline's, in nats per token of the true answer. */
  klDivergence: Estimate;
  /** Share of those tokens at which both would take the same token next. */
  sameTop: Estimate;
  /** Perplexity of the true answer: exp of the mean negative log-probability per token. */
  perplexity: { baseline: Estimate; candidate: Estimate };
  /** The answers in the run's records. */
  answers: {
    compared: number;
    /** Share that is equal token for token; `null` when none could be compared. */
    identical: Estimate | null;
    /** Median place of the first token that differs, from 0, among the answers that differ; `null` when none does. */
    medianFirstDivergence: number | null;
    /** The same with its interval; absent in files of earlier releases. */
    firstDivergence?: Estimate | null;
    unit: 'token' | 'character';
  };
}

/** Keeps what was measured in the run's folder, in place of what was measured before. */
export async function writeDistances(folder: string, runId: string, distances: VariantDistance[]): Promise<void> {
  const document = { schemaVersion: 1, runId, distances };
  await writeWhole(join(folder, DISTANCE_FILE), `${JSON.stringify(document, null, 2)}\n`);
}

/** The distances that `assay distance` kept for a run; none where it was never asked, or the file is none of ours. */
export async function loadDistances(folder: string): Promise<VariantDistance[]> {
  const found = await readJsonFile(join(folder, DISTANCE_FILE)).catch(() => undefined);
  const { schemaVersion, distances } = Object(found) as { schemaVersion?: unknown; distances?: VariantDistance[] };
  return schemaVersion === 1 && Array.isArray(distances) ? distances : [];
}
