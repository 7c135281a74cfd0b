import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT, usageError } from '../../core/errors.ts';
import type { TrialRecord } from '../../records/record.ts';
import type { RunSource } from '../../records/run-source.ts';
import type { ExplainedAnswer, Explanation } from '../../report/explanation.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';
import { terminalOf } from '../report-formats.ts';

export function addExplainCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('explain')
    .description('show how one document was scored, field by field')
    .argument('<run>', 'a run folder, a run id or the begin of one')
    .argument('<document>', 'id of the document')
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--variant <id>', 'this variant only');
  command.action(() => choose(command, explain));
}

async function explain(call: CommandCall): Promise<CommandResult> {
  const { args, cwd, options, signal } = call;
  const [{ findRun, requireVariant }, { COMPARATORS, renderExplanation }, { makePaint }] = await Promise.all([
    import('../../records/find-run.ts'),
    import('../../report/explanation.ts'),
    import('../../report/terminal-text.ts'),
  ]);
  const run = await findRun(args[0] ?? '', { cwd, results: resolve(cwd, String(options.results)) });
  const variant = typeof options.variant === 'string' ? requireVariant(run, options.variant) : null;
  const document = await requireDocument(run, args[1] ?? '');
  const answers: ExplainedAnswer[] = [];
  for await (const record of run.records()) {
    signal.throwIfAborted();
    if (record.document !== document || (variant !== null && record.variant !== variant)) continue;
    const failed = record.kind === 'failed';
    answers.push({
      variant: record.variant,
      epoch: record.epoch,
      output: failed ? null : record.output,
      failure: failed ? `${record.stage}: ${record.reason}` : null,
      score: record.score,
      ...stagesOf(record),
      ...(record.calls !== undefined && { calls: record.calls }),
      ...(record.input !== undefined && { input: record.input }),
      ...(record.check !== undefined && { check: record.check }),
    });
  }
  if (answers.length === 0) {
    const whom = variant === null ? 'no variant has a' : `${variant} has no`;
    throw usageError('DOCUMENT_NOT_MEASURED', `${whom} record of ${document} yet`, 'run the experiment to its end');
  }
  const order = run.manifest.spec.variants.map(({ id }) => id);
  answers.sort((a, b) => order.indexOf(a.variant) - order.indexOf(b.variant) || a.epoch - b.epoch);
  const described = await describeDocument(run, document);
  const { describeLocale } = await import('../../invoices/describe-locale.ts');
  const explained = answers.map((answer) => {
    const seen = answer.input?.text ?? described.text ?? '';
    return seen === '' ? answer : { ...answer, evidence: describeLocale(seen, run.manifest.spec.locale).evidence };
  });
  const explanation = { runId: run.runId, document, answers: explained, ...described };
  const { width, color } = terminalOf(call);
  const byType = Object.entries(explanation.types).map(([field, type]) => [field, COMPARATORS[type]]);
  const comparators = { ...Object.fromEntries(byType), ...explanation.comparators };
  return {
    exitCode: EXIT.done,
    document: { ...explanation, comparators },
    text: renderExplanation(explanation, { width: Math.max(60, Math.min(width, 120)), paint: makePaint(color) }),
  };
}

/** Times of all stages, the model's among them; where its answer was recalled, those were measured in an earlier run. */
function stagesOf(record: TrialRecord): Pick<ExplainedAnswer, 'stageMs'> {
  const { stageMs } = record;
  if (stageMs === undefined) return {};
  return {
    stageMs: { ...stageMs, ...(record.kind === 'scored' && record.cached !== true && { infer: record.totalMs }) },
  };
}

async function requireDocument({ runId, manifest }: RunSource, id: string): Promise<string> {
  const { documents } = manifest.dataset;
  if (documents.includes(id)) return id;
  const [{ hintNearest }, { printAllowed }] = await Promise.all([
    import('../../core/nearest.ts'),
    import('../../core/check-yaml.ts'),
  ]);
  const more = documents.length > 8 ? ', ...' : '';
  const message = `run ${runId} has no document "${id}"; it has ${documents.length}: ${printAllowed(documents.slice(0, 8))}${more}`;
  throw usageError('DOCUMENT_UNKNOWN', message, hintNearest(id, documents, 'name one of these'));
}

type Described = Pick<Explanation, 'axes' | 'text' | 'spans' | 'types' | 'comparators'>;

/** What the dataset knows of the document; where it is gone or has changed, the scores still stand. */
async function describeDocument({ manifest }: RunSource, id: string): Promise<Described> {
  const [{ openRunDataset }, { fieldRule }, { loadRules }] = await Promise.all([
    import('../../records/open-run-dataset.ts'),
    import('../../scoring/field-type.ts'),
    import('../../tasks/load-rules.ts'),
  ]);
  const { rules } = await loadRules(manifest.spec);
  const asked = [...manifest.fields, ...(manifest.lineFields ?? [])].map(
    (field) => [field, fieldRule(field, rules)] as const,
  );
  const types = Object.fromEntries(asked.map(([field, { type }]) => [field, type]));
  const own = asked.flatMap(([field, { comparator }]) => (comparator === undefined ? [] : [[field, comparator]]));
  const comparators = Object.fromEntries(own) as Record<string, string>;
  try {
    const { text, truth } = await (await openRunDataset(manifest)).load(id);
    const { tier, layout, locale } = truth;
    const spans = Object.entries(truth.fields).flatMap(([field, { span }]) =>
      span === undefined || !manifest.fields.includes(field) ? [] : [{ field, span }],
    );
    return { axes: { tier, layout, locale }, text, spans, types, comparators };
  } catch {
    return { axes: {}, text: null, spans: [], types, comparators };
  }
}
