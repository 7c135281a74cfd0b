import type { ScoringRules } from '../scoring/scoring-rules.ts';
import type { Migration } from './task-file.ts';

/** What is extracted from which documents, and what makes an answer right. */
export interface Task {
  name: string;
  version: number;
  describe: string;
  /** Absolute; `null` for the built-in invoices. */
  folder: string | null;
  /** Header fields in the order in which they are asked. */
  fields: string[];
  /** Cells of a line; empty when the task has no lines. */
  lineFields: string[];
  rules: ScoringRules;
  /** Id of the prompt that experiments without one use; `null` leaves it to them. */
  prompt: string | null;
  migrations: readonly Migration[];
  /** Of task file, schema and plugins: another content is another task. */
  digest: string;
}
