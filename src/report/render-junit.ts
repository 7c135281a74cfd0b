import type { ComparisonSummary, RunSummary } from '../compare/run-summary.ts';
import type { ReportModel } from './report-model.ts';
import { runWarnings } from './run-warnings.ts';
import { visibleText } from './safe-text.ts';
import { verdictTone } from './verdict-words.ts';

/**
 * The comparisons as JUnit XML, which every CI shows: one test case each. SAFE and BETTER pass, WORSE is a failure, and a
 * comparison without an answer is an error, so that it never looks like a pass.
 */
export function renderJunit({ summary }: ReportModel): string {
  const { comparisons } = summary;
  const count = (kind: Kind): number => comparisons.filter((comparison) => kindOf(comparison) === kind).length;
  const attributes = `tests="${comparisons.length}" failures="${count('failure')}" errors="${count('error')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="assay" ${attributes}>`,
    `  <testsuite name="${xmlText(summary.name)}" ${attributes} time="${suiteSeconds(summary).toFixed(3)}">`,
    ...properties(summary),
    ...comparisons.flatMap((comparison) => testCase(summary, comparison)),
    `    <system-out>${xmlText([summary.question, ...runWarnings(summary)].join('\n'))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

type Kind = 'passed' | 'failure' | 'error';

function kindOf({ verdict }: ComparisonSummary): Kind {
  const tone = verdictTone(verdict);
  return tone === 'good' ? 'passed' : tone === 'bad' ? 'failure' : 'error';
}

function properties({ runId, dataset, device, engine, seed }: RunSummary): string[] {
  const pairs = { runId, dataset: `${dataset.name}/${dataset.split}`, device: device.name, engine, seed: String(seed) };
  const lines = Object.entries(pairs).map(
    ([name, value]) => `      <property name="${name}" value="${xmlText(value)}"/>`,
  );
  return ['    <properties>', ...lines, '    </properties>'];
}

/** Of the run; of a comparison of runs, what its variants took together. */
function suiteSeconds({ wallSeconds, variants }: RunSummary): number {
  return wallSeconds > 0 ? wallSeconds : variants.reduce((sum, { id }) => sum + secondsOf(id, variants), 0);
}

/** What the documents of a variant took; 0 where no time was measured. */
function secondsOf(id: string, variants: RunSummary['variants']): number {
  const { documents = 0, documentsPerSecond = 0 } = variants.find((variant) => variant.id === id) ?? {};
  return documentsPerSecond > 0 ? documents / documentsPerSecond : 0;
}

function testCase({ name, variants }: RunSummary, comparison: ComparisonSummary): string[] {
  const { baseline, candidate, verdict, sentence, reason } = comparison;
  const title = `${candidate} against ${baseline}`;
  const head = `    <testcase classname="${xmlText(name)}" name="${xmlText(title)}" time="${secondsOf(candidate, variants).toFixed(3)}"`;
  const kind = kindOf(comparison);
  if (kind === 'passed') return [`${head}>`, `      <system-out>${xmlText(sentence)}</system-out>`, '    </testcase>'];
  return [
    `${head}>`,
    `      <${kind} type="${verdict}" message="${xmlText(reason)}">${xmlText(sentence)}</${kind}>`,
    '    </testcase>',
  ];
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function xmlText(text: string): string {
  return text
    .split('\n')
    .map(visibleText)
    .join('\n')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}
