import type { PipelineStages } from '../spec/pipeline-schema.ts';

export interface AskedOfDocument {
  /** The plain pipeline when absent. */
  stages?: PipelineStages | undefined;
  /** Header fields asked for. */
  fields: number;
  /** Whether lines are asked for, too. */
  lines: boolean;
  /** Models that answer, the variant's own included. */
  models: number;
}

/**
 * How many answers a pipeline lets models write about one document, at least: those that depend on the document, or on what was
 * answered, come on top (parts of a long text, a second ask).
 */
export function callsPerDocument({ stages, fields, lines, models }: AskedOfDocument): number {
  const perCall = stages?.prompt.fieldsPerCall;
  const groups = perCall === undefined ? 1 : Math.ceil(fields / perCall) + (lines ? 1 : 0);
  return Math.max(1, groups) * (stages?.infer.reason === true ? 2 : 1) * models;
}
