import type { DocumentScore } from '../scoring/outcome.ts';

/** What every trial left behind, one line of `records.jsonl`. */
export interface RecordBase {
  /** Content key of the trial: hash of everything that decides its result. */
  key: string;
  variant: string;
  document: string;
  epoch: number;
  /** Index of the cohort within the variant's plan. */
  cohort: number;
}

export interface ScoredRecord extends RecordBase {
  kind: 'scored';
  /** Raw model output. */
  output: string;
  score: DocumentScore;
  promptTokens: number;
  outputTokens: number;
  firstTokenMs: number;
  totalMs: number;
  /** Mean natural-log probability of the output tokens. */
  meanLogProbability: number | null;
  finish: 'stop' | 'length';
  /** SHA-256 over the output token ids. */
  tokensHash: string;
}

/** A document on which the pipeline failed: counted as 0, never dropped. */
export interface FailedRecord extends RecordBase {
  kind: 'failed';
  stage: string;
  reason: string;
  score: DocumentScore;
}

export type TrialRecord = ScoredRecord | FailedRecord;
