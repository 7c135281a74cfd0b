import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import { readWidth, widthOption } from '../width-option.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addPlanCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('plan')
    .description('say what an experiment can decide and what it costs, before anything runs')
    .argument('<experiment>', 'a YAML file, e.g. experiments/quantization.yaml')
    .option('--results <folder>', 'where earlier runs are kept: their spread and speed are used', 'results')
    .addOption(widthOption());
  command.action(() => choose(command, plan));
}

async function plan({ args, cwd, options }: CommandCall): Promise<CommandResult> {
  const [{ planExperiment }, { createEngine }, { renderPlan, makePlanDocument }] = await Promise.all([
    import('../plan/plan-experiment.ts'),
    import('../../schedule/engine.ts'),
    import('../plan/render-plan.ts'),
  ]);
  const path = args[0] ?? '';
  const planned = await planExperiment(
    // The path as errors should show it: relative to the working folder.
    relative(cwd, resolve(cwd, path)) || path,
    resolve(cwd, String(options.results)),
    createEngine(),
    { width: readWidth(options) },
  );
  return { exitCode: EXIT.done, document: makePlanDocument(planned), text: renderPlan(planned) };
}
