import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addDoctorCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('doctor')
    .description('look at this machine: what works, what does not, and the command that mends it')
    .option('--results <folder>', 'where run folders are kept', 'results');
  command.action(() => choose(command, examine));
}

async function examine({ cwd, env, options }: CommandCall): Promise<CommandResult> {
  const [machine, engine, models, { cacheFolder }, { renderChecks }, build] = await Promise.all([
    import('../doctor/check-machine.ts'),
    import('../doctor/check-engine.ts'),
    import('../doctor/check-models.ts'),
    import('../../models/shelf/cache-folder.ts'),
    import('../doctor/render-checks.ts'),
    import('../doctor/check-build.ts'),
  ]);
  const shelf = await models.checkModels();
  const onnx = models.checkOnnx();
  const checks = [
    machine.checkNode(process.version),
    machine.checkCpu(),
    machine.checkMemory(),
    await machine.checkFolder(
      'results',
      resolve(cwd, String(options.results)),
      'name a writable folder with --results',
    ),
    await machine.checkFolder('cache', cacheFolder(), 'set ASSAY_CACHE to a writable folder'),
    ...shelf.checks,
    ...(await engine.checkEngine(shelf.modelPath, env)),
    build.checkBuild(env),
    ...onnx,
    ...(await build.checkOnnxLibraries(
      onnx.some(({ status }) => status === 'ok'),
      env,
    )),
    models.checkFonts(),
    await machine.checkBrowser(env),
  ];
  const problems = checks.filter(({ status }) => status === 'problem').length;
  const warnings = checks.filter(({ status }) => status === 'warning').length;
  return {
    exitCode: problems === 0 ? EXIT.done : EXIT.environment,
    document: { ready: problems === 0, problems, warnings, checks },
    text: renderChecks(checks),
  };
}
