import { Command } from 'commander';
import { addBenchCommand } from './commands/bench.ts';
import { addCacheCommand } from './commands/cache.ts';
import { addCleanCommand } from './commands/clean.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addDistanceCommand } from './commands/distance.ts';
import { addEngineCommand } from './commands/engine.ts';
import { addGateCommand } from './commands/gate.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addExportCommand } from './commands/export.ts';
import { addGenerateCommand } from './commands/generate.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addImportCommand } from './commands/import.ts';
import { addLabelCommand } from './commands/label.ts';
import { addModelsCommand } from './commands/models.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addPluginCommand } from './commands/plugin.ts';
import { addReportCommand } from './commands/report.ts';
import { addRunCommand } from './commands/run.ts';
import { addScoreCommand } from './commands/score.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSqlCommand } from './commands/sql.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addValidateCommand } from './commands/validate.ts';
import type { AddCommand, Choose } from './context.ts';

/** In the order of `assay --help`. A command's file may import only types at its top: the action loads the rest. */
const COMMANDS: readonly AddCommand[] = [
  addRunCommand,
  addPlanCommand,
  addCompareCommand,
  addGateCommand,
  addReportCommand,
  addExplainCommand,
  addScoreCommand,
  addVerifyCommand,
  addDistanceCommand,
  addLabelCommand,
  addHistoryCommand,
  addSqlCommand,
  addServeCommand,
  addGenerateCommand,
  addValidateCommand,
  addImportCommand,
  addExportCommand,
  addModelsCommand,
  addPluginCommand,
  addDoctorCommand,
  addEngineCommand,
  addBenchCommand,
  addCacheCommand,
  addCleanCommand,
];

export interface ProgramOptions {
  version: string;
  choose: Choose;
  writeOut: (text: string) => void;
  writeErr: (text: string) => void;
  /** Called in place of ending the process, for help, version and every usage error. */
  exit: (error: { code: string; exitCode: number; message: string }, command: Command) => never;
}

/** The tree of commands. */
export function makeProgram({ version, choose, writeOut, writeErr, exit }: ProgramOptions): Command {
  const program = new Command('assay')
    .description('Which quantization, prompt or model is safe to ship: measured on your machine, with a verdict.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError(false)
    // Usage errors are printed by `describe-error.ts`, in one shape with all others.
    .configureOutput({ writeOut, writeErr, outputError: () => {} });
  for (const add of COMMANDS) add(program, choose);
  finishTree(program, exit);
  return program;
}

function finishTree(command: Command, exit: ProgramOptions['exit']): void {
  command.option('--json', 'print exactly one JSON document on standard output');
  command.exitOverride((error) => exit(error, command));
  for (const child of command.commands) finishTree(child, exit);
}
