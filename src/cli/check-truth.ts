import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Disagreements, SUSPICIONS, type Suspicion, suspectDocuments } from '../compare/suspicious-truth.ts';
import { EXIT } from '../core/errors.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { packageRoot } from '../models/package-root.ts';
import { findRun } from '../records/find-run.ts';
import { openRunDataset } from '../records/open-run-dataset.ts';
import { counted } from '../report/number-text.ts';
import { visibleText, visibleValue } from '../report/safe-text.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { INVOICE_RULES, type ScoringRules } from '../scoring/scoring-rules.ts';
import { loadRules } from '../tasks/load-rules.ts';
import { loadTask, locateTask } from '../tasks/load-task.ts';
import { openTaskDataset } from '../tasks/task-dataset.ts';
import type { RunSource } from '../records/run-source.ts';
import type { CommandCall, CommandResult } from './context.ts';

/** Suspicions that are printed; the JSON document holds all. */
const SHOWN = 40;

/** `assay validate --truth`: what speaks against the truth of a run's dataset, of a dataset, or of a task. */
export async function checkTruth(call: CommandCall): Promise<CommandResult> {
  const named = call.args[0] ?? '';
  const { what, dataset, documents, rules, run } = await openNamed(call, named);
  const found: Suspicion[] = [];
  for await (const some of suspectDocuments(dataset, documents, rules)) {
    call.signal.throwIfAborted();
    found.push(...some);
  }
  if (run !== null) {
    const disagreements = new Disagreements(run.manifest.spec.variants.length, rules);
    for await (const record of run.records({ tokens: false })) {
      call.signal.throwIfAborted();
      disagreements.add(record);
    }
    found.push(...disagreements.suspicions());
  }
  const counts = Object.fromEntries(
    Object.keys(SUSPICIONS).map((kind) => [kind, found.filter((one) => one.kind === kind).length]),
  );
  return {
    exitCode: found.length === 0 ? EXIT.done : EXIT.gateFailed,
    document: { of: what, documents: documents.length, suspicious: found.length, counts, suspicions: found },
    text: render(found, { what, documents: documents.length, compared: run !== null }),
  };
}

interface Opened {
  what: string;
  dataset: Dataset;
  documents: readonly string[];
  rules: ScoringRules;
  run: RunSource | null;
}

async function openNamed({ cwd, options }: CommandCall, named: string): Promise<Opened> {
  const root = packageRoot();
  const split = typeof options.split === 'string' ? options.split : 'test';
  const has = (folder: string, file: string): Promise<boolean> =>
    stat(join(folder, file)).then(
      () => true,
      () => false,
    );
  const folder = resolve(cwd, named);
  if (named !== '' && ((await has(folder, 'task.yaml')) || (await has(join(root, 'tasks', named), 'task.yaml')))) {
    const isPath = await has(folder, 'task.yaml');
    const task = await loadTask(isPath ? folder : await locateTask(named, { tasks: join(root, 'tasks'), from: cwd }));
    const dataset = await openTaskDataset(task, { folder: task.folder ?? folder, split });
    return { what: `task ${task.name}/${split}`, dataset, documents: dataset.ids, rules: task.rules, run: null };
  }
  const isRecipe = await has(join(root, 'datasets'), `${named}.yaml`);
  if (isRecipe || (await has(folder, 'ground-truth.jsonl'))) {
    const dataset = await openDataset(join(root, 'datasets'), { name: named, path: isRecipe ? null : folder, split });
    // A recipe makes as many documents as are looked at.
    const documents = isRecipe ? dataset.ids.slice(0, Number(options.documents)) : dataset.ids;
    return { what: `${named}/${split}`, dataset, documents, rules: INVOICE_RULES, run: null };
  }
  const run = await findRun(named, { cwd, results: resolve(cwd, String(options.results)) });
  const { rules } = await loadRules(run.manifest.spec);
  const dataset = await openRunDataset(run.manifest);
  return { what: `run ${run.runId}`, dataset, documents: run.manifest.dataset.documents, rules, run };
}

function render(
  found: readonly Suspicion[],
  { what, documents, compared }: { what: string; documents: number; compared: boolean },
): string {
  const head = `${what}: ${counted(documents, 'document')}, ${counted(found.length, 'suspicious value')}`;
  const groups = Object.entries(SUSPICIONS).flatMap(([kind, says]) => {
    const own = found.filter((one) => one.kind === kind);
    if (own.length === 0) return [];
    const lines = own.slice(0, SHOWN).map(({ document, field, truth, evidence }) => {
      const value = truth === null ? '' : `, truth “${visibleValue(truth)}”`;
      return visibleText(`  ${document} ${field}${value}: ${evidence}`);
    });
    const left = own.length - lines.length;
    return ['', `${kind} (${own.length}): ${says}`, ...lines, ...(left > 0 ? [`  and ${left} more`] : [])];
  });
  const note = compared ? [] : ['', 'Name a run to see where all its variants disagree with the truth.'];
  return `${[visibleText(head), ...groups, ...note].join('\n')}\n`;
}
