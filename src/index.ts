/** The public API: what a program that uses Assay as a library may rely on. */
export type { Flip, RunSummary, VariantSummary, ComparisonSummary } from './compare/run-summary.ts';
export { AssayError, EXIT, type ExitCode } from './core/errors.ts';
export { createProgress, type Progress } from './core/progress.ts';
export type { Dataset, DatasetDocument } from './datasets/dataset.ts';
export { openDataset } from './datasets/open-dataset.ts';
export { HEADER_FIELDS, LINE_FIELDS, type HeaderField, type LineField } from './invoices/fields.ts';
export type { GroundTruth, TrueValue } from './invoices/truth.ts';
export { inspectModel } from './models/inspect-model.ts';
export { quantizeModel } from './models/quantize/quantize-model.ts';
export type {
  ComparatorPlugin,
  MetricPlugin,
  Plugin,
  PluginOptions,
  RuntimePlugin,
  StagePlugin,
  ValidatorPlugin,
} from './plugins/plugin.ts';
export type { TrialRecord } from './records/record.ts';
export { renderHtml } from './report/html/render-html.ts';
export type { ReportModel } from './report/report-model.ts';
export { renderMarkdown } from './report/render-markdown.ts';
export { renderTerminal } from './report/render-terminal.ts';
export type { GenerationRequest, LoadedModel, LoadRequest, Runtime } from './runtimes/runtime.ts';
export { createEngine, type Engine } from './schedule/engine.ts';
export { runExperiment, type RunOptions, type RunOutcome } from './schedule/run-experiment.ts';
export type { CheckedValues, CheckResult, ScoringRules } from './scoring/scoring-rules.ts';
export { loadTask } from './tasks/load-task.ts';
export type { Task } from './tasks/task.ts';
export type { DocumentScore, FieldScore, Outcome } from './scoring/outcome.ts';
export { scoreAnswer } from './stages/score.ts';
export { meanEstimate } from './statistics/bootstrap.ts';
export type { Estimate } from './statistics/estimate.ts';
export { decideNonInferiority } from './statistics/non-inferiority.ts';
export type { Verdict } from './statistics/verdict.ts';
