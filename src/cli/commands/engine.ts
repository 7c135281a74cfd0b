import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import type { NativeDevice } from '../../runtimes/llama/native/engine-choice.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

const USES = ['prebuilt', 'native'] as const;
const DEVICES = ['cpu', 'cuda', 'vulkan', 'metal'] as const;

export function addEngineCommand(parent: Command, choose: Choose): void {
  const engine = parent
    .command('engine')
    .description('which binary of llama.cpp runs: prebuilt, or compiled for this machine');
  engine.action(() => choose(engine, show));
  const build = engine
    .command('build')
    .description('compile llama.cpp for this machine, without a network, and use it from then on')
    .option('--for <device>', DEVICES.join(', '), 'cpu')
    .option('--jobs <number>', 'compiler processes side by side', wholeNumber, availableParallelism());
  build.action(() => choose(build, buildNative));
  const use = engine
    .command('use')
    .description('choose the binary of all later commands')
    .argument('<which>', USES.join(' or '));
  use.action(() => choose(use, useEngine));
}

async function show({ env }: CommandCall): Promise<CommandResult> {
  const [choice, { bytesText }, { renderPairs }] = await Promise.all([
    import('../../runtimes/llama/native/engine-choice.ts'),
    import('../../report/number-text.ts'),
    import('../text-table.ts'),
  ]);
  const use = choice.readEngineUse(choice.engineFolder(), env);
  const builds = choice.listNativeBuilds().map((build) => ({ ...build, refused: choice.refuseBuild(build) }));
  const version = choice.describeEngineVersion(use);
  const native = builds.map(
    ({ device, id, compiler, options, bytes, builtAt, refused }) =>
      `${device} ${id}, ${compiler}, ${options.join(' ')}, ${bytesText(bytes)}, built ${builtAt.slice(0, 10)}${refused === null ? '' : `; cannot be used: ${refused}`}`,
  );
  return {
    exitCode: EXIT.done,
    document: { use, version, forced: env.ASSAY_ENGINE ?? null, folder: choice.engineFolder(), builds },
    text: renderPairs([
      ['in use', `${use}${env.ASSAY_ENGINE ? ' (by ASSAY_ENGINE)' : ''}`],
      ['version', version],
      ...(native.length === 0
        ? [['native', 'not built; assay engine build compiles it, without a network'] as const]
        : native.map((line) => ['native', line] as const)),
    ]),
  };
}

async function buildNative({ options, signal, stderr, now }: CommandCall): Promise<CommandResult> {
  const [{ buildEngine }, { writeEngineUse }, { createProgress }, { bytesText }] = await Promise.all([
    import('../../runtimes/llama/native/build-engine.ts'),
    import('../../runtimes/llama/native/engine-choice.ts'),
    import('../../core/progress.ts'),
    import('../../report/number-text.ts'),
  ]);
  const device = oneOf(String(options.for), DEVICES, 'ENGINE_DEVICE') satisfies NativeDevice;
  const progress = createProgress({ stream: stderr, isTty: stderr.isTTY === true, now });
  progress.start(100, 'compiling');
  let shown = 0;
  const build = await buildEngine({
    device,
    jobs: Number(options.jobs),
    signal,
    onStep: (step) => progress.note(step),
    onProgress: (percent) => {
      if (percent <= shown) return;
      progress.advance(percent - shown, '%');
      shown = percent;
    },
  });
  progress.finish();
  await writeEngineUse('native');
  return {
    exitCode: EXIT.done,
    document: { use: 'native', build },
    text:
      `Built ${build.id} for ${build.device} in ${build.seconds} s (${build.compiler}, ${bytesText(build.bytes)}); it is in use now.\n` +
      'Runs with it are runs of their own. Back to the shipped binary: assay engine use prebuilt\n',
  };
}

async function useEngine({ args }: CommandCall): Promise<CommandResult> {
  const { describeEngineVersion, writeEngineUse } = await import('../../runtimes/llama/native/engine-choice.ts');
  const use = oneOf(args[0] ?? '', USES, 'ENGINE_USE');
  // Refused before it is kept: a choice that cannot run would stop every later command.
  const version = describeEngineVersion(use);
  await writeEngineUse(use);
  return { exitCode: EXIT.done, document: { use, version }, text: `In use: ${version}, ${use}\n` };
}

function oneOf<Word extends string>(found: string, allowed: readonly Word[], code: string): Word {
  const word = allowed.find((candidate) => candidate === found);
  if (word !== undefined) return word;
  throw usageError(
    code,
    `"${found}" is none of ${allowed.join(', ')}`,
    hintNearest(found, allowed, `write ${allowed[0]}`),
  );
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}
