import type { RunSummary } from '../../compare/run-summary.ts';
import { NO_INTERVAL_NOTE, methodLines } from '../method-lines.ts';
import { selfCheckLines, trendLine } from '../check-lines.ts';
import { noiseLines } from '../noise-lines.ts';
import { describeParity } from '../../runtimes/onnx/describe-parity.ts';
import { bytesText, countText, counted, listed, percentText, secondsText } from '../number-text.ts';
import { deviceNotes } from '../timing-rows.ts';
import type { ReportNote } from '../report-model.ts';
import { metricWords } from '../scoring-lines.ts';
import { type Markup, html } from './html-text.ts';

const GLOSSARY: [term: string, meaning: string][] = [
  [
    'Field accuracy',
    'Mean over documents of the share of asked fields that are right: the right value, or rightly nothing. A failed document counts as 0 and is never dropped.',
  ],
  ['Documents exact', 'Share of documents with every asked field right.'],
  ['Ungrounded', 'Share of given answers that stand nowhere in the document, as the model saw its text.'],
  [
    'Flip',
    'A field whose answer changed: lost was right and is not, gained is right and was not, still wrong is another wrong answer.',
  ],
  [
    'safe',
    'The bound on the loss lies inside the margin, few enough documents break, and every earlier rung was safe.',
  ],
  ['worse', 'The loss is shown to be larger than the margin, or too many documents break.'],
  ['better', 'A gain is shown after correction for the number of candidates.'],
  ['cannot tell', 'The data allow both. It does not mean that the variants are equal.'],
  ['too few', 'This many documents cannot certify the margin, whatever they show.'],
];

/** Everything that is needed to judge the numbers or to make them again. */
export function methodSection(summary: RunSummary, notes: readonly ReportNote[]): Markup {
  const rows: Row[] = [
    ...ruleRows(summary),
    ...methodLines(summary).map(({ of, how }): Row => [`Intervals: ${of}`, how]),
    ...noiseLines(summary).map((line): Row => ['Noise floor (A/A)', line]),
    ...selfCheckLines(summary).map((line): Row => ['Self-check on these documents', line]),
    ...Object.entries(summary.parity ?? {}).map(
      ([variant, parity]): Row => [
        'Same as the file it was made from',
        `${variant}, on ${counted(parity.documents, 'document')} and the processor: ${describeParity(parity)}`,
      ],
    ),
    ...[trendLine(summary)].flatMap((line): Row[] => (line === null ? [] : [['Trend', line]])),
    ...runRows(summary),
    ...[...deviceNotes(summary.readings), ...notes].map(({ label, value }): Row => [label, value]),
    ['More', `Model and prompt hashes, library versions and driver stand in ${summary.runFolder}/manifest.json.`],
  ];
  return html`<section id="method" aria-labelledby="method-title"><h2 id="method-title">Method</h2>
<dl class="method">${grouped(rows).map(
    ([term, texts]) => html`<div><dt>${term}</dt>${texts.map((text) => html`<dd>${text}</dd>`)}</div>
`,
  )}</dl>
<h3>Words</h3><dl class="method">${GLOSSARY.map(
    ([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>
`,
  )}</dl></section>`;
}

type Row = [term: string, text: string];

/** Rows that follow each other under one term, once with all their texts. */
function grouped(rows: readonly Row[]): [term: string, texts: string[]][] {
  const groups: [string, string[]][] = [];
  for (const [term, text] of rows) {
    const last = groups.at(-1);
    if (last?.[0] === term) last[1].push(text);
    else groups.push([term, [text]]);
  }
  return groups;
}

function ruleRows({ comparisons, decision, variants }: RunSummary): Row[] {
  const margins = [...new Set(comparisons.map((comparison) => percentText(comparison.margin)))];
  const broken = [...new Set(comparisons.map((comparison) => percentText(comparison.broken.margin)))];
  if (comparisons.length === 0) return [];
  const metrics = [...new Set(comparisons.map((comparison) => comparison.metric))];
  const fields = Math.max(0, ...variants.map((variant) => variant.fields.length));
  return [
    ['Question', `${ruleText(decision)}metric ${listed(metrics.map(metricWords))}`],
    [
      'Margins',
      `${listed(margins)} points for the mean, ${listed(broken)}% for broken documents; both gates must pass, so neither is corrected for the other`,
    ],
    ['Unit', `the document, with ${counted(fields, 'field')} each; differences are paired by document`],
    ['Family', `${counted(comparisons.length, 'comparison')}; p values are shown plain and adjusted for the family`],
  ];
}

function ruleText(decision: RunSummary['decision']): string {
  if (decision === undefined) return '';
  const { question, alpha, order } = decision;
  if (question === 'superiority') return `superiority, two-sided, alpha ${alpha} for the family; `;
  return `non-inferiority, one-sided, alpha ${alpha} for each rung, in ${order} order up to the first that fails; `;
}

function runRows(summary: RunSummary): Row[] {
  const { dataset, device, variants } = summary;
  const widths = [...new Set(variants.map((variant) => variant.batch.width))];
  const failures = variants.reduce((sum, variant) => sum + variant.failures, 0);
  const measured = variants.map((variant) => variant.batch.measuredBytes).filter((bytes) => bytes > 0);
  return [
    [
      'Dataset',
      `${dataset.name}, ${dataset.split} split, ${counted(dataset.documents, 'document')}, digest ${dataset.digest}`,
    ],
    ['Failed documents', failures === 0 ? 'none' : `${countText(failures)} over all variants, each counted as 0`],
    ['Engine', summary.engine],
    ['Device', `${device.name} (${device.kind})`],
    [
      'Decoding',
      `${summary.determinism}, batch width ${listed(widths.map(String))}, seed ${summary.seed} (random numbers: xoshiro128**)`,
    ],
    ...(measured.length > 0
      ? [
          [
            'Memory measured',
            `${bytesText(Math.min(...measured))} to ${bytesText(Math.max(...measured))} per worker`,
          ] satisfies Row,
        ]
      : []),
    ['Run', `${summary.runId}, ${summary.status}, ${secondsText(summary.wallSeconds)}`],
    ['Sizes and speeds', NO_INTERVAL_NOTE],
  ];
}
