import type { RunReadings } from '../records/run-readings.ts';
import type { Parity } from '../runtimes/onnx/measure-parity.ts';
import type { DecisionSpec } from '../spec/spec.ts';
import type { Estimate } from '../statistics/estimate.ts';
import type { Verdict } from '../statistics/verdict.ts';
import type { InteractionSummary, NoiseFloorSummary, SelfCheckSummary, TrendSummary } from './run-findings.ts';
import type { DocumentSets } from './document-sets.ts';
import type { CheckCounts } from './tally-checks.ts';
import type {
  FieldTest,
  FrontSummary,
  LatencySummary,
  PairedSummary,
  RaceSummary,
  ReliabilitySummary,
  SpeedTrendSummary,
  TimingSummary,
  WeightedSummary,
} from './summary-details.ts';

export type * from './run-findings.ts';
export type * from './summary-details.ts';

export const SUMMARY_SCHEMA_VERSION = 1;

export type RunStatus = 'complete' | 'partial' | 'interrupted' | 'failed';

/** Outcome counts of one field over the documents of a variant. */
export interface FieldSummary {
  field: string;
  tp: number;
  fd: number;
  fn: number;
  fa: number;
  tn: number;
  /** (TP + TN) / all, with a Wilson interval over documents. */
  accuracy: Estimate;
  /** `null` where nothing was given, was due, or either; with score intervals over documents; absent in older runs. */
  precision?: Estimate | null;
  recall?: Estimate | null;
  f1?: Estimate | null;
}

/** The lines of the documents of one variant, apart from the header fields. */
export interface LinesSummary {
  /** Documents whose lines were scored. */
  documents: number;
  /** Mean over documents of (TP + TN) / cells. */
  cellAccuracy: Estimate;
  /** Sums over documents; `null` where their denominator is 0. */
  precision: Estimate | null;
  recall: Estimate | null;
  f1: Estimate | null;
  /** Rows of the truth that were given with every cell right. */
  exactRow: Estimate | null;
  /** Rows given that no row of the truth is paired with, among the rows given. */
  surplusRow: Estimate | null;
  /** Mean absolute difference between rows given and rows due. */
  rowCountError: number;
  /** By cell: counts and accuracy; interval by resampled documents, since the cells of one document hang together. */
  cells: FieldSummary[];
}

/** Errors of reading and errors of the model, over all trials. */
export interface WrongFields {
  /** Header fields scored. */
  fields: number;
  /** The document could not be read, or its text, as read, does not hold the value. */
  reading: number;
  model: number;
}

export interface VariantSummary {
  id: string;
  model: string;
  quantization: string;
  prompt: string;
  /** Scored and failed records together. */
  documents: number;
  failures: number;
  fieldAccuracy: Estimate;
  documentExact: Estimate;
  /** Of the header fields, sums over documents; `null` where nothing was given or was due; absent in older runs. */
  precision?: Estimate | null;
  recall?: Estimate | null;
  f1: Estimate;
  /** Mean of the fields' F1, each field counting as much as any other; absent in older runs. */
  macroF1?: Estimate | null;
  /** Shares of documents. */
  validity: {
    rawJson: number;
    parsed: number;
    schemaValid: number;
    truncated: number;
    /** An object was found after what stood around it was removed, or its syntax repaired; absent in older runs. */
    repaired?: number;
    /** The answer repeats the question's schema or placeholders; absent in older runs. */
    echo?: number;
  };
  /**
   * Shares: FA/(FA+TN) over fields; ungrounded among non-null answers, held against the text that the model saw, and, where that was
   * read from pictures or PDFs whose clean text is known, against the clean text too.
   */
  hallucination: { absentField: Estimate | null; ungrounded: Estimate | null; ungroundedClean?: Estimate };
  documentsPerSecond: number;
  promptTokens: number;
  outputTokens: number;
  /** Of the output tokens those of reasoning before answers; absent where there are none, or the runtime cannot tell. */
  reasoningTokens?: number;
  outputTokensPerSecond: number;
  /** Means over the answers, of all calls; absent without an answer, and in older runs. */
  tokensPerDocument?: { prompt: number; output: number };
  batch: { width: number; predictedBytes: number; measuredBytes: number };
  fileBytes: number;
  /** Trials whose answers came from the response cache; speeds stand for the others alone. Absent when there are none. */
  recalled?: number;
  /** Where documents were read from files: header fields that are wrong because reading lost them, and those that the model got wrong. */
  wrongFields?: WrongFields;
  fields: FieldSummary[];
  /** Share of trials that failed, with its exact interval. */
  failureRate?: Estimate;
  /** Times of single documents, where they were measured in this run. */
  latency?: LatencySummary;
  /** Time to the first token, of decoding and of waiting, by trial. */
  timing?: TimingSummary;
  /** Whether the model's own probabilities say how right it is; absent without them. */
  reliability?: ReliabilitySummary;
  /** Share of documents with at least so much of their fields right. */
  profile?: { threshold: number; share: Estimate }[];
  /** Variances of field accuracy between documents and between repeats of one; with two epochs or more. */
  spread?: { documents: number; noise: number; epochs: number };
  /** Where lines were asked for and the truth has them. */
  lines?: LinesSummary;
  /** Fields counted by their weights, where the experiment or the task gives any. */
  weightedFieldAccuracy?: Estimate;
  /** ANLS* of answers as given against values as printed: as its authors' implementation, and without empty values. */
  anls?: { compat: Estimate; pruned: Estimate };
  /** Right values that are not in the notation of the document, among the right values. */
  otherNotation?: Estimate | null;
  /** Means of the metrics of plugins, over the documents that they say something about. */
  metrics?: Record<string, Estimate>;
  /** Shares of answers that obey a rule, of EN 16931, the task or a validator, over the documents that could be checked. */
  checks?: Record<string, Estimate>;
  /** Answers by what each of these rules says of them; absent in older runs. */
  checkCounts?: Record<string, CheckCounts>;
}

/** A field whose correctness changed between two variants, with everything needed to judge it. */
export interface Flip {
  document: string;
  field: string;
  kind: 'lost' | 'gained' | 'changedStillWrong';
  printed: string | null;
  truth: string | null;
  baseline: string | null;
  candidate: string | null;
}

export interface ComparisonSummary {
  baseline: string;
  candidate: string;
  metric: string;
  /** Candidate minus baseline, paired by document. */
  difference: Estimate;
  /** The t interval of the same difference. */
  differenceT: Estimate;
  margin: number;
  verdict: Verdict;
  /** The verdict for people, in points. */
  sentence: string;
  reason: string;
  /** L*: the one-sided lower bound that decides (statistics.md, Q1). */
  lowerBound: number;
  flips: { lost: number; gained: number; changedStillWrong: number };
  broken: { count: number; upperBound: number; margin: number };
  pValue: number;
  adjustedPValue: number;
  minimumDetectableEffect: number;
  /** Documents paired. */
  n: number;
  /** Where the verdict is INCOMPARABLE because the documents differ: those that only one variant has. */
  documentSets?: DocumentSets;
  /** Effect sizes, and the same question for documents that are wholly right. */
  paired?: PairedSummary;
  /** Every field by itself, for exploration: `qValue` bounds the share of false claims, not the chance of one. */
  fieldTests?: FieldTest[];
  /** The difference as the experiment's own weights have it. */
  weighted?: WeightedSummary;
  /** What weakens this comparison, as sentences; absent when nothing does. */
  warnings?: string[];
  /** Where the run stops as soon as the question is settled: the bets that settled it. */
  race?: RaceSummary;
}

export interface SliceSummary {
  /** e.g. `locale`. */
  axis: string;
  /** e.g. `de-DE`. */
  value: string;
  variant: string;
  fieldAccuracy: Estimate;
}

/** What `assay run --json` prints and `summary.json` holds. */
export interface RunSummary {
  schemaVersion: number;
  exitCode: number;
  runId: string;
  runFolder: string;
  status: RunStatus;
  name: string;
  question: string;
  dataset: { name: string; split: string; documents: number; digest: string };
  device: { name: string; kind: string };
  engine: string;
  seed: number;
  determinism: string;
  /** The rule that the verdicts followed, so that a report can name its alpha and its order. */
  decision?: DecisionSpec;
  wallSeconds: number;
  warnings: string[];
  variants: VariantSummary[];
  comparisons: ComparisonSummary[];
  slices: SliceSummary[];
  /** Where two or more axes are swept. */
  interactions?: InteractionSummary[];
  /** Where a second pass was made with `--aa`. */
  noiseFloor?: NoiseFloorSummary;
  /** Of every comparison with 30 documents or more. */
  selfChecks?: SelfCheckSummary[];
  /** Where three quantizations or more of one model are measured. */
  trend?: TrendSummary;
  /** Over all variants on the same documents, where three of them or more have times. */
  speedTrend?: SpeedTrendSummary;
  /** Where two variants or more hold the same documents with their times and memory. */
  front?: FrontSummary[];
  /** By variant: how far a tagger in a reduced precision agrees with the file that it was made from. */
  parity?: Readonly<Record<string, Parity>>;
  /** Load times, and the device's temperature, clock and energy where it tells them. */
  readings?: RunReadings;
}
