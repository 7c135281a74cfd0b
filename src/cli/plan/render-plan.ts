import { PLANNED_POWER, type SpreadPlan } from '../../plan/plan-decision.ts';
import {
  bytesText,
  counted,
  countText,
  listed,
  percentText,
  secondsText,
  threeDigits,
} from '../../report/number-text.ts';
import { describeLayoutSource } from '../../records/describe-layout.ts';
import { renderPairs, renderTable } from '../text-table.ts';
import type { ExperimentPlan } from './plan-experiment.ts';
import { nameDataset } from '../../spec/dataset-name.ts';

/** What `assay plan --json` prints. Shares are fractions. */
export function makePlanDocument({ spec, ...plan }: ExperimentPlan): object {
  return {
    name: spec.name,
    question: spec.question,
    dataset: { name: spec.dataset.name, path: spec.dataset.path, split: spec.dataset.split, documents: plan.available },
    documents: plan.decision.documents,
    epochs: spec.run.epochs,
    trials: plan.trials,
    answers: plan.answers,
    fields: plan.fields,
    variants: plan.variants,
    decision: { ...spec.decision, power: PLANNED_POWER, ...plan.decision },
    pilot: plan.pilot,
    batch: plan.batch,
    warnings: plan.warnings,
    cost: plan.cost,
  };
}

/** The plan for people. */
export function renderPlan(plan: ExperimentPlan): string {
  const warnings = plan.warnings.map((warning) => `warning: ${warning}\n`).join('');
  return [renderAsked(plan), renderDecision(plan), renderCost(plan), ...(warnings === '' ? [] : [warnings])].join('\n');
}

function renderAsked({ spec, available, trials, answers, variants, decision, fields }: ExperimentPlan): string {
  const { dataset, run } = spec;
  const arms = variants.length === 1 ? 'variant' : 'variants';
  return renderPairs([
    [spec.name, spec.question],
    [
      'documents',
      `${countText(decision.documents)} of ${countText(available)} in ${nameDataset(spec)}/${dataset.split}`,
    ],
    ['variants', `${variants.length}: ${variants.map(({ id }) => id).join(', ')}`],
    [
      'trials',
      `${countText(trials)} (${variants.length} ${arms} x ${counted(decision.documents, 'document')} x ${counted(run.epochs, 'epoch')})`,
    ],
    [
      'answers',
      answers === trials
        ? null
        : `at least ${countText(answers)}: ${listed(variants.filter(({ callsPerDocument }) => callsPerDocument > 1).map(({ id, callsPerDocument }) => `${callsPerDocument} a document of ${id}`))}`,
    ],
    ['fields', `${fields} asked of each document`],
  ]);
}

function renderDecision({ spec, decision, pilot }: ExperimentPlan): string {
  const { question, metric, margin, brokenMargin, alpha } = spec.decision;
  const { documents, floor, smallestMargin, comparisons, assumed } = decision;
  const rule =
    question === 'superiority'
      ? `superiority of ${metric}, alpha ${alpha}; a difference worth finding is ${points(margin)}`
      : `non-inferiority of ${metric}, margin ${points(margin)}, at most ${percentText(brokenMargin)}% broken, alpha ${alpha}`;
  const head = renderPairs([
    ['decision', rule],
    [
      'floor',
      floor === null
        ? null
        : `${counted(floor, 'document')}: ${documents < floor ? `too few by ${countText(floor - documents)}; SAFE is impossible` : 'reached'}`,
    ],
    [
      'smallest margin',
      smallestMargin === null
        ? 'none: fewer than 30 documents certify nothing'
        : `${points(smallestMargin)}, when not one of ${countText(documents)} documents fails`,
    ],
    [
      'spread from',
      pilot === null || comparisons.length === 0
        ? 'no earlier run: assumptions'
        : `${pilot.runId} (${counted(pilot.documents, 'document')})`,
    ],
  ]);
  const rows = [
    ...comparisons.map((pair) => [`${pair.candidate} vs ${pair.baseline}`, ...spreadCells(pair)]),
    ...assumed.map((spread, place) => [ASSUMED_NAMES[place] ?? 'assumed', ...spreadCells(spread)]),
  ];
  const heading = ['comparison', 'spread', 'finds', `settled by (${PLANNED_POWER * 100}%)`];
  // The last column is for documents that are wholly right; elsewhere it would be empty.
  const columns = rows.some((row) => row[4] !== '') ? 5 : 4;
  const table = renderTable(
    [...heading, `finds ${points(margin)}`].slice(0, columns),
    rows.map((row) => row.slice(0, columns)),
    [1, 2, 3, 4].slice(0, columns - 1),
  );
  return `${head}\n${table}`;
}

const ASSUMED_NAMES = ['assumed: few documents change', 'assumed: some change', 'assumed: many change'];

function spreadCells({ sd, detectableEffect, documentsToSettle, exactPower }: SpreadPlan): string[] {
  return [
    sd.toFixed(3),
    points(detectableEffect),
    documentsToSettle === null ? 'no number of documents' : counted(documentsToSettle, 'document'),
    exactPower === undefined ? '' : `${percentText(exactPower)}%`,
  ];
}

function renderCost({ spec, variants, batch, cost, pilot }: ExperimentPlan): string {
  const rows = variants.flatMap((variant) => [
    [
      variant.id,
      `${bytesText(variant.fileBytes)}${variant.missing ? ' (predicted)' : ''}`,
      bytesText(variant.workerBytes),
      variant.documentsPerSecond === null ? 'not known yet' : `${threeDigits(variant.documentsPerSecond)}/s`,
    ],
    ...(variant.voters ?? []).map((voter) => [
      `  with ${voter.quantization}`,
      `${bytesText(voter.fileBytes)}${voter.missing ? ' (predicted)' : ''}`,
      bytesText(voter.workerBytes),
      '',
    ]),
  ]);
  const files = variants.flatMap(({ id, missing: own, voters = [] }) => [
    ...(own ? [id] : []),
    ...voters.filter((voter) => voter.missing).map(({ quantization }) => quantization),
  ]);
  const missing = [...new Set(files)];
  const pairs = renderPairs([
    [
      'batch',
      `${counted(batch.replicas, 'worker')} x ${counted(batch.width, 'document')}, ${countText(batch.contextTokens)} tokens each, ${counted(batch.threads, 'thread')} per worker`,
    ],
    ['batch from', describeLayoutSource(batch)],
    [
      'time',
      cost.seconds === null
        ? 'not known yet: no earlier run of all variants on this machine'
        : `${spec.run.stop === 'anytime' ? 'at most' : 'about'} ${secondsText(cost.seconds)} of decoding, at the speed of ${pilot?.runId ?? 'the earlier run'}`,
    ],
    ['memory', `${bytesText(cost.memoryBytes)} predicted, ${bytesText(cost.freeMemoryBytes)} free`],
    [
      'disk: cache',
      missing.length === 0
        ? 'nothing: every file is there'
        : `${bytesText(cost.cacheBytes)} for ${listed(missing)}${freeText(cost.freeCacheBytes)}`,
    ],
    [
      'disk: results',
      `${cost.resultsBytes === null ? 'not known yet' : bytesText(cost.resultsBytes)}${freeText(cost.freeResultsBytes)}`,
    ],
  ]);
  return `${renderTable(['variant', 'file', 'memory per worker', 'speed'], rows, [1, 2, 3])}\n${pairs}`;
}

function freeText(bytes: number | null): string {
  return bytes === null ? '' : `, ${bytesText(bytes)} free`;
}

function points(share: number): string {
  return `${(share * 100).toFixed(share < 0.00995 ? 2 : 1)} points`;
}
