import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { HistoryStep } from '../../compare/run-history.ts';
import { EXIT, usageError } from '../../core/errors.ts';
import type { RunSource } from '../../records/run-source.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';
import { shareOf } from '../report-formats.ts';

export function addHistoryCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('history')
    .description('list all runs; of one experiment, how its variants changed from run to run')
    .argument('[name]', 'name of an experiment')
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--variant <id>', 'this variant only')
    .option('--alpha <share>', 'error rate at which a change is flagged', shareOf, 0.05);
  command.action(() => choose(command, history));
}

async function history(call: CommandCall): Promise<CommandResult> {
  const { args, cwd, options } = call;
  const [{ listRunIds }, { openRunFolder }] = await Promise.all([
    import('../../records/find-run.ts'),
    import('../../records/run-source.ts'),
  ]);
  const results = resolve(cwd, String(options.results));
  const runs: RunSource[] = [];
  for (const id of await listRunIds(results)) runs.push(await openRunFolder(join(results, id)));
  const [name] = args;
  if (name === undefined) return await listAll(runs, results);
  const own = runs.filter(({ manifest }) => manifest.spec.name === name);
  if (own.length === 0) await refuse(name, runs, results);
  const { runHistory } = await import('../../compare/run-history.ts');
  const all = await runHistory(own, { alpha: Number(options.alpha) });
  const steps = typeof options.variant === 'string' ? all.filter(({ variant }) => variant === options.variant) : all;
  if (steps.length === 0) {
    const variants = [...new Set(all.map(({ variant }) => variant))].join(', ');
    throw usageError(
      'VARIANT_UNKNOWN',
      `no run of ${name} has the variant "${String(options.variant)}"; there are: ${variants}`,
      'name one of these',
    );
  }
  return { exitCode: EXIT.done, document: { name, steps }, text: await renderSteps(steps) };
}

async function refuse(name: string, runs: readonly RunSource[], results: string): Promise<never> {
  const { hintNearest } = await import('../../core/nearest.ts');
  const names = [...new Set(runs.map(({ manifest }) => manifest.spec.name))];
  const message = `there is no run of "${name}" under ${results}; there are runs of: ${names.join(', ') || 'nothing'}`;
  throw usageError('HISTORY_UNKNOWN', message, hintNearest(name, names, 'run `assay history` for all'));
}

async function listAll(runs: readonly RunSource[], results: string): Promise<CommandResult> {
  const [{ runTables }, { renderTable }] = await Promise.all([
    import('../../records/run-tables.ts'),
    import('../text-table.ts'),
  ]);
  const tables = await runTables(runs.flatMap(({ folder }) => folder ?? []));
  const rows = tables.runs.sort((a, b) => (String(a.createdAt) < String(b.createdAt) ? -1 : 1));
  const verdictsOf = (runId: unknown): string =>
    tables.comparisons
      .filter((comparison) => comparison.runId === runId)
      .map(({ candidate, verdict }) => `${String(candidate)} ${String(verdict)}`)
      .join(', ');
  const listed = rows.map((row): Record<string, unknown> => ({ ...row, verdicts: verdictsOf(row.runId) }));
  if (rows.length === 0) return { exitCode: EXIT.done, document: { runs: [] }, text: `no runs under ${results}\n` };
  const text = renderTable(
    ['created', 'run', 'status', 'documents', 'verdicts'],
    listed.map((row) => [
      String(row.createdAt).slice(0, 16),
      String(row.runId),
      String(row.status),
      String(row.documents),
      String(row.verdicts),
    ]),
    [3],
  );
  return { exitCode: EXIT.done, document: { runs: listed }, text };
}

async function renderSteps(steps: readonly HistoryStep[]): Promise<string> {
  const [{ percentEstimate, pointsText, pointsRange, probabilityText, threeDigits }, { visibleText }] =
    await Promise.all([import('../../report/number-text.ts'), import('../../report/safe-text.ts')]);
  const variants = [...new Set(steps.map(({ variant }) => variant))];
  const lines = variants.flatMap((variant) => [
    visibleText(variant),
    ...steps
      .filter((step) => step.variant === variant)
      .flatMap(({ runId, createdAt, measured, change, changePoint, differences }) => {
        const compared = change !== null && change.verdict !== 'INCOMPARABLE' && change.verdict !== 'NOT_MEASURED';
        const moved = compared
          ? `  ${pointsText(change.difference.value)} pt (${pointsRange(change.difference)}), adjusted p ${probabilityText(change.adjustedPValue)}`
          : change === null
            ? ''
            : `  not compared: ${change.reason}`;
        const accuracy = `${percentEstimate(measured.fieldAccuracy)}, n = ${measured.documents}`;
        const head = `  ${createdAt.slice(0, 16).replace('T', ' ')}  ${runId}  ${accuracy}, ${threeDigits(measured.documentsPerSecond)} documents/s`;
        return [
          visibleText(head),
          ...(moved === '' ? [] : [`    ${changePoint ? 'CHANGED' : 'no change shown'}${visibleText(moved)}`]),
          ...differences.map(({ path, baseline, candidate }) =>
            visibleText(`      ${path}: ${shortHash(baseline)} → ${shortHash(candidate)}`),
          ),
        ];
      }),
    '',
  ]);
  return `${lines.join('\n').trimEnd()}\n`;
}

function shortHash(value: string | null): string {
  if (value === null) return 'nothing';
  return /^[0-9a-f]{40,64}$/.test(value) ? value.slice(0, 12) : value;
}
