import { StageClock, type StageTimes } from '../../core/stage-clock.ts';
import type { Generation } from '../../runtimes/runtime.ts';
import { PIPELINES, PLAIN_PIPELINE } from '../../spec/pipelines.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import type { ScoringRules } from '../../scoring/scoring-rules.ts';
import type { Answer } from '../infer.ts';
import { askAndCheck, type CheckNote } from './ask-again.ts';
import { askByPage } from './ask-pages.ts';
import { askVoters } from './ask-voters.ts';
import { type Ask, type Asking, askOnce, askWithReason } from './question.ts';
import { askByFields } from './split-fields.ts';
import { askInParts, type PromptLimits, type SplitNote } from './split-text.ts';
import { logged, type ModelCall, type Steps } from './steps.ts';

/** How a variant asks about every one of its documents. */
export interface TrialSetting {
  asking: Asking;
  /** The plain pipeline when absent. */
  stages?: PipelineStages | undefined;
  /** Models that answer, the variant's own included. */
  voters: number;
  limits: PromptLimits;
  fields: readonly string[];
  lineFields?: readonly string[] | undefined;
  /** Of the task; those of invoices when absent. */
  rules?: ScoringRules | undefined;
}

/** What a pipeline made of one document. */
export interface TrialResult {
  answer: Answer;
  /** Every call in the order in which they were asked. */
  calls: { call: ModelCall; generation: Generation }[];
  /** Of what the pipeline itself did between the calls. */
  stageMs: StageTimes;
  split?: SplitNote;
  check?: CheckNote;
}

/** The part of a pipeline that talks to models, on the text of one document or on the pictures of its pages. */
export function* runTrial(
  documentText: string,
  setting: TrialSetting,
  pages?: readonly Uint8Array[],
): Steps<TrialResult> {
  const result: Pick<TrialResult, 'calls' | 'split' | 'check'> = { calls: [] };
  const ask = makeAsk(setting, {
    onSplit: (note) => {
      result.split = note;
    },
    onCheck: (note) => {
      result.check = note;
    },
  });
  const { fields, lineFields, rules } = setting;
  const clock = new StageClock();
  const steps = ask({ documentText, pages, fields, lineFields, rules, voter: 0, purpose: 'answer', clock });
  const answer = yield* logged(steps, (call, generation) => result.calls.push({ call, generation }));
  return { ...result, answer, stageMs: clock.times() };
}

/** The stages of a pipeline put around the one call, from the inside out. */
function makeAsk(
  { asking, stages, voters, limits }: TrialSetting,
  notes: { onSplit: (note: SplitNote) => void; onCheck: (note: CheckNote) => void },
): Ask {
  const { chunk, prompt, infer, validate } = stages ?? (PIPELINES[PLAIN_PIPELINE] as PipelineStages);
  let ask = infer.reason ? askWithReason(asking, infer) : askOnce(asking);
  if (prompt.fieldsPerCall !== undefined) ask = askByFields(ask, prompt.fieldsPerCall);
  ask =
    infer.pages === true ? askByPage(ask, chunk) : askInParts(ask, { asking, chunk, limits, onSplit: notes.onSplit });
  if (voters <= 1) return validate === null ? ask : askAndCheck(ask, validate, notes.onCheck);
  if (validate === null) return askVoters(ask, voters);
  let asks = 0;
  const checked = askAndCheck(ask, validate, (note) => (asks += note.asks));
  // Each model is asked again about its own answer; what is noted is what holds of the answer that the vote gave.
  return askAndCheck(askVoters(checked, voters), { ...validate, askAgain: 0 }, (note) =>
    notes.onCheck({ ...note, asks }),
  );
}
