import type { Command } from 'commander';
import { ALLOWABLE } from '../compare/comparability.ts';
import type { DecisionSpec } from '../spec/spec.ts';
import { oneOf, shareOf, someOf } from './report-formats.ts';

/** The options with which `compare` and `gate` change the rule of the run. */
export function addDecisionOptions(command: Command): Command {
  return command
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--margin <share>', 'largest loss that is acceptable, e.g. 0.02 or 2%', shareOf)
    .option('--broken-margin <share>', 'largest share of newly broken documents', shareOf)
    .option('--alpha <share>', 'error rate of the decision', shareOf)
    .option('--metric <name>', 'fieldAccuracy or documentExact', oneOf(['fieldAccuracy', 'documentExact'] as const))
    .option('--question <name>', 'non-inferiority or superiority', oneOf(['non-inferiority', 'superiority'] as const))
    .option('--allow <list>', `what may differ between runs: ${ALLOWABLE.join(', ')}`, someOf(ALLOWABLE))
    .option('--rescore', 'score all answers again with this release first');
}

/** The rule of a run with what the command line changes. */
export function decisionOf(decision: DecisionSpec, options: Readonly<Record<string, unknown>>): DecisionSpec {
  const { margin, brokenMargin, alpha, metric, question } = options as Partial<DecisionSpec>;
  return {
    ...decision,
    ...(margin === undefined ? {} : { margin }),
    ...(brokenMargin === undefined ? {} : { brokenMargin }),
    ...(alpha === undefined ? {} : { alpha }),
    ...(metric === undefined ? {} : { metric }),
    ...(question === undefined ? {} : { question }),
  };
}
