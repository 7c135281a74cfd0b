import type { StageTimes } from '../core/stage-clock.ts';
import type { DocumentScore } from '../scoring/outcome.ts';
import type { MergeNote } from '../stages/read-answer.ts';

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
  /**
   * How long the document was in each stage but the model, whose times are `firstTokenMs` and `totalMs`. Reading took this when it was done;
   * what caches had took none. Absent in records of earlier releases.
   */
  stageMs?: StageTimes;
  input?: RecordedInput;
  /** Every question in its order; absent where there was one, which the record itself is about. */
  calls?: RecordedCall[];
  /** A prompt that was too long was split into so many parts. */
  split?: { parts: number; promptTokens: number; limitTokens: number };
  /** What the validate stage found in the answer that counts. */
  check?: { broken: string[]; held: string[]; ungrounded: string[]; asks: number };
  /** The answer was recalled from an earlier run: its times were measured there and count in no statistic of this run. */
  cached?: true;
  /** Of the first cohort after its worker loaded the model: its times count only where there are no others. */
  warmup?: true;
}

/** The tokens of an answer, one number each; their text is the output cut into pieces of these lengths. */
export interface RecordedTokens {
  /** UTF-16 units. */
  lengths: number[];
  /** Natural logarithms, to three decimals: of the model's own distribution, before a grammar narrows it. */
  logProbabilities: number[];
}

/** How the text that the model saw was come by; absent where it is the dataset's own plain text. */
export interface RecordedInput {
  form: string;
  /** The text that the model saw; empty where it saw the pages themselves. */
  text: string;
  pages: number;
  cached: boolean;
  /** Mean confidence of OCR, 0 to 1. */
  confidence?: number;
  /** Fields that the document shows and this text does not: lost before any model saw it. */
  lost: string[];
}

/** One question of a pipeline that asks several. */
export interface RecordedCall {
  purpose: string;
  promptTokens: number;
  outputTokens: number;
  /** Of the output tokens those of reasoning before the answer; absent where there are none, or the runtime cannot tell. */
  reasoningTokens?: number;
  /** What the model wrote; absent when the prompt was refused. */
  output?: string;
  finish?: 'stop' | 'length';
  /** Why the prompt was refused. */
  refused?: string;
}

export interface ScoredRecord extends RecordBase {
  kind: 'scored';
  /** Raw model output; of several calls the JSON that was put together from their answers. */
  output: string;
  /** What that JSON no longer tells of the calls; absent where the output is that of one call, and in records of earlier releases. */
  merged?: MergeNote;
  promptTokens: number;
  outputTokens: number;
  /** Of the output tokens those of reasoning before the answer, over all calls; absent where there are none, or the runtime cannot tell. */
  reasoningTokens?: number;
  /** From the cohort's start to this document's first token. */
  firstTokenMs: number;
  /** How long its first call waited for a sequence of the engine; absent where a runtime does not say. */
  queueMs?: number;
  /** From the cohort's start to this document's last token. */
  totalMs: number;
  /** Mean natural-log probability of the output tokens; `null` when there are none. */
  meanLogProbability: number | null;
  /** `length` where any answer that counts broke off. */
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
