import type { DocumentScore } from '../scoring/outcome.ts';

/** What every trial left behind, one line of `records.jsonl`. */
export interface RecordBase {
  /** Content key of the trial: hash of everything that decides its result. */
  key: string;
  variant: string;
  document: string;
  epoch: number;
  /** Index of the cohort within the plan; the same for every variant. */
  cohort: number;
  /** Wall time of the whole cohort in its worker. */
  cohortMs: number;
  /** Growth of the worker's memory from before the load to its peak so far, in bytes. */
  measuredBytes: number;
  /** The engine's own estimate of weights and context, made before the load. */
  predictedBytes: number;
  score: DocumentScore;
}

/** The tokens of an answer, one number each; their text is the output cut into pieces of these lengths. */
export interface RecordedTokens {
  /** UTF-16 units. */
  lengths: number[];
  /** Natural logarithms, to three decimals: of the model's own distribution, before a grammar narrows it. */
  logProbabilities: number[];
}

export interface ScoredRecord extends RecordBase {
  kind: 'scored';
  /** Raw model output. */
  output: string;
  promptTokens: number;
  outputTokens: number;
  /** From the cohort's start to this document's first token. */
  firstTokenMs: number;
  /** From the cohort's start to this document's last token. */
  totalMs: number;
  /** Mean natural-log probability of the output tokens; `null` when there are none. */
  meanLogProbability: number | null;
  finish: 'stop' | 'length';
  /** SHA-256 over the output token ids: equal exactly when the outputs are. */
  tokensHash: string;
  /** Absent where the runtime cannot tell the tokens' texts, and in records of earlier releases. */
  tokens?: RecordedTokens;
}

/** A document on which the pipeline failed: counted as 0, never dropped. */
export interface FailedRecord extends RecordBase {
  kind: 'failed';
  stage: string;
  reason: string;
}

export type TrialRecord = ScoredRecord | FailedRecord;
