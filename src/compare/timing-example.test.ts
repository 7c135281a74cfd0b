import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ScoredRecord } from '../records/record.ts';
import { RecordCollector } from './record-collector.ts';
import { summariseVariant } from './summarise-variant.ts';

const page = readFileSync(new URL('../../docs/scoring.md', import.meta.url), 'utf8');
const [, section = ''] = /## Times and tokens of a document\n([\s\S]*?)\n## /.exec(page) ?? [];
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const documents = section
  .split('\n')
  .filter((line) => /^\| [a-z] \|/.test(line))
  .map(cellsOf);
const numbers = section
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map(cellsOf)
  .map(([name = '', , value]) => ({ name: name.replaceAll('`', ''), value: Number(value) }));

const score = {
  fieldAccuracy: 1,
  exact: true,
  fields: [],
  validity: { rawJson: true, parsed: true, schemaValid: true, truncated: false, repairs: [] },
  scorer: '1',
};

function recordOf([document = '', batch = '', ...digits]: string[]): ScoredRecord {
  const [cohortMs = 0, firstTokenMs = 0, totalMs = 0, queueMs = 0, promptTokens = 0, outputTokens = 0] =
    digits.map(Number);
  const times = { cohortMs, firstTokenMs, totalMs, queueMs, promptTokens, outputTokens };
  const rest = {
    measuredBytes: 0,
    predictedBytes: 0,
    meanLogProbability: null,
    tokensHash: '',
    output: '',
    stageMs: {},
    score,
  };
  const first = batch.includes('first');
  const cohort = Number.parseInt(batch, 10);
  const named = { key: document, variant: 'v', document, epoch: 0, cohort, kind: 'scored', finish: 'stop' } as const;
  return { ...named, ...times, ...rest, ...(first && { warmup: true }) };
}

function summary() {
  const records = new RecordCollector();
  for (const document of documents) records.add(recordOf(document));
  return summariseVariant({
    spec: { id: 'v', model: 'm', prompt: 'p' } as never,
    content: { quantization: 'F16', fileBytes: 1 } as never,
    measured: records.measured('v'),
    seed: 7,
    batch: { width: 2, replicas: 1 },
  });
}

test('the page says what every time and every mean of tokens of its example is', () => {
  expect(documents).toHaveLength(5);
  const { latency, timing, documentsPerSecond, outputTokensPerSecond, tokensPerDocument } = summary();
  const known: Record<string, number | undefined> = {
    'latency.medianMs': latency?.medianMs,
    'latency.p90Ms': latency?.p90Ms,
    'latency.p99Ms': latency?.p99Ms,
    'timing.firstTokenMs': timing?.firstTokenMs.median.value,
    'timing.decodeMs': timing?.decodeMs.median.value,
    'timing.queueMs': timing?.queueMs?.median.value,
    'timing.stages.infer': timing?.stages?.infer?.value,
    documentsPerSecond,
    outputTokensPerSecond,
    'tokensPerDocument.prompt': tokensPerDocument?.prompt,
    'tokensPerDocument.output': tokensPerDocument?.output,
  };
  expect(Object.fromEntries(numbers.map(({ name, value }) => [name, value]))).toEqual(known);
});
