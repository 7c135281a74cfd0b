import { sha256Half } from '../core/hash.ts';

/** One variant on one document in one epoch. */
export interface Trial {
  key: string;
  variant: string;
  document: string;
  epoch: number;
  cohort: number;
}

/** Trials that one worker decodes in one batch. */
export interface CohortOfTrials {
  variant: string;
  epoch: number;
  cohort: number;
  trials: Trial[];
}

export interface TrialsInput {
  /** Run identity: stands for dataset, models, prompts, engine and determinism. */
  identity: string;
  /** The batch width is part of a trial's key: a narrower batch is another measurement. */
  width: number;
  variants: readonly string[];
  epochs: number;
  cohorts: readonly (readonly string[])[];
}

/** All trials of a run, by variant, then epoch, then cohort: a model is loaded once. */
export function makeTrials({ identity, width, variants, epochs, cohorts }: TrialsInput): CohortOfTrials[] {
  const made: CohortOfTrials[] = [];
  for (const variant of variants) {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      for (const [cohort, documents] of cohorts.entries()) {
        const trials = documents.map((document) => ({
          // A content key, with the members in canonical order as they stand: a run has hundreds of thousands.
          key: sha256Half(JSON.stringify({ document, epoch, identity, variant, width })),
          variant,
          document,
          epoch,
          cohort,
        }));
        made.push({ variant, epoch, cohort, trials });
      }
    }
  }
  return made;
}
