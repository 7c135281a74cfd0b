import { describe, expect, test } from 'vitest';
import { makeRescorer } from '../compare/rescore.ts';
import type { Dataset, DatasetDocument } from '../datasets/dataset.ts';
import type { Manifest } from '../records/manifest.ts';
import type { ScoredRecord, TrialRecord } from '../records/record.ts';
import { INVOICE_RULES, type ScoringRules } from '../scoring/scoring-rules.ts';
import { PIPELINES } from '../spec/pipelines.ts';
import type { PipelineStages } from '../spec/pipeline-schema.ts';
import type { DocumentInput } from '../stages/reading/document-input.ts';
import type { TrialSetting } from '../stages/pipeline/run-trial.ts';
import { generated, type PlayedModel, playTrial, refusedCall, settingOf } from '../../tests/support/play-trial.ts';
import { recordCohort } from './record-cohort.ts';

const present = (value: string) => ({ value, printed: value, state: 'present' });
const document = {
  id: 'd',
  text: 'Invoice A-1\nNet 9.00',
  truth: {
    id: 'd',
    fields: { invoiceNumber: present('A-1'), netTotal: present('9.00'), grossTotal: { value: null, state: 'absent' } },
  },
} as unknown as DatasetDocument;
const fields = ['invoiceNumber', 'netTotal', 'grossTotal'];
const trial = { key: 'k', variant: 'v', document: 'd', epoch: 0, cohort: 0 };
const cohort = { variant: 'v', epoch: 0, cohort: 0, trials: [trial] };

/** The record of one document, as the journal holds it. */
async function recordOf(setting: TrialSetting, model: PlayedModel, input?: DocumentInput): Promise<TrialRecord> {
  const { result } = playTrial(document.text, setting, model);
  const outcome = { input: input ?? { kind: 'read' as const, text: document.text }, recalled: false, result };
  const [record] = await recordCohort(
    cohort,
    { outcomes: [outcome], wallMs: 1, measuredBytes: 1 },
    { fields: setting.fields, rules: setting.rules, load: async () => document, predictedBytes: 1 },
  );
  return JSON.parse(JSON.stringify(record)) as TrialRecord;
}

const rescore = (rules?: ScoringRules) =>
  makeRescorer(
    { load: async () => document } as unknown as Dataset,
    { fields, dataset: { documents: ['d'] } } as unknown as Manifest,
    rules,
  );

describe('the record tells the time of every stage that ran', () => {
  const answer = '{"invoiceNumber":"A-1","netTotal":"9.00","grossTotal":null}';
  const validate = (PIPELINES['extract-verify-repair'] as PipelineStages).validate;
  const short = { limitTokens: 100, longestPrompt: null };
  const plain = ['prompt', 'parse', 'normalise', 'score'];

  test.each([
    ['plain', settingOf({}, { fields }), plain],
    ['with a check of the answer', settingOf({ validate }, { fields }), [...plain, 'validate']],
    ['in parts', settingOf({}, { fields, limits: short }), [...plain, 'chunk']],
  ])('%s', async (_, setting, stages) => {
    const text = 'Invoice A-1\nNet 9.00\n'.repeat(setting.limits === short ? 40 : 1);
    const read = { kind: 'read' as const, text, stageMs: { load: 12.5 } };
    const { result } = playTrial(text, setting, () => answer);
    const context = { fields, load: async () => document, predictedBytes: 1 };
    const outcomes = [{ input: read, recalled: false, result }];
    const [record] = await recordCohort(cohort, { outcomes, wallMs: 1, measuredBytes: 1 }, context);
    const { load, ...others } = record?.stageMs ?? {};
    expect(load).toBe(12.5);
    expect(Object.keys(others).sort()).toEqual([...stages].sort());
    for (const ms of Object.values(others)) expect(ms).toBeGreaterThan(0);
  });

  test('of a document that failed those before', async () => {
    const record = await recordOf(settingOf({}, { fields }), () => refusedCall);
    expect(record).toMatchObject({ kind: 'failed', stage: 'infer' });
    expect(Object.keys(record.stageMs ?? {})).toEqual(['prompt']);
  });
});

describe('the record of a document with several calls', () => {
  const single = settingOf(PIPELINES['one-field-per-call'] as PipelineStages, { fields });
  const byKey =
    (grossTotal: ReturnType<typeof generated> | string): PlayedModel =>
    ({ request }) => {
      const [key] = request.shape?.keys ?? [];
      if (key === 'grossTotal') return grossTotal;
      return key === 'netTotal' ? '{"netTotal":"9.00"}' : '{"invoiceNumber":"A-1"}';
    };

  test('is scored again to the same score, from the record alone', async () => {
    const cut = generated('{"grossTo', 'length');
    for (const gross of ['{"grossTotal":null}', 'no JSON', cut, refusedCall]) {
      const record = await recordOf(single, byKey(gross));
      expect(await rescore()(record)).toEqual(record.score);
      expect(record.score.exact).toBe(gross === '{"grossTotal":null}');
    }
    const garbage = await recordOf(single, () => 'no JSON');
    expect(garbage.score.fieldAccuracy).toBe(0);
    expect(await rescore()(garbage)).toEqual(garbage.score);
  });

  test('of an earlier release says nothing of its calls: a key that its output lacks is nothing given', async () => {
    const { merged, ...earlier } = (await recordOf(single, byKey('no JSON'))) as ScoredRecord;
    expect(merged?.unanswered).toEqual({ grossTotal: 'the answer holds no JSON object' });
    expect((await rescore()(earlier)).fields.map(({ outcome }) => outcome)).toEqual(['TP', 'TP', 'TN']);
  });

  test('is rewritten by plugins once, also when it is scored again', async () => {
    const shout: ScoringRules = { ...INVOICE_RULES, id: 'own', rewriteAnswer: [(answer) => answer.replace('>>', '')] };
    const twice = { ...shout, rewriteAnswer: [(answer: string) => answer.replace('A-', 'A-A-').replace('>>', '')] };
    const words: PlayedModel = ({ request }) =>
      `>>${JSON.stringify(Object.fromEntries((request.shape?.keys ?? []).map((key) => [key, key === 'invoiceNumber' ? 'A-1' : null])))}`;
    for (const setting of [settingOf({}, { fields }), single]) {
      const record = await recordOf({ ...setting, rules: shout }, words);
      expect(record.score.fields[0]).toMatchObject({ outcome: 'TP' });
      expect(await rescore(shout)(record)).toEqual(record.score);
      const changed = await recordOf({ ...setting, rules: twice }, words);
      expect(changed.score.fields[0]).toMatchObject({ raw: 'A-A-1' });
      expect(await rescore(twice)(changed)).toEqual(changed.score);
    }
    // What the model wrote stays as it wrote it.
    expect(await recordOf(settingOf({}, { fields, rules: shout }), words)).toMatchObject({
      output: words({ request: { shape: { keys: fields } } } as never),
    });
  });
});

test('fields of a task are looked up in the text that was read for it', async () => {
  const rules: ScoringRules = {
    ...INVOICE_RULES,
    id: 'own',
    fields: { policy: { type: 'id' } },
    lines: {},
    checks: [],
  };
  const note = { form: 'pdf' as const, pages: 1, cached: false };
  const own = { ...document, truth: { id: 'd', fields: { policy: present('P-7') } } } as unknown as DatasetDocument;
  const setting = settingOf({}, { fields: ['policy'], rules });
  const { result } = playTrial('nothing', setting, () => '{"policy":null}');
  const [record] = await recordCohort(
    cohort,
    {
      outcomes: [{ input: { kind: 'read', text: 'nothing', note }, recalled: false, result }],
      wallMs: 1,
      measuredBytes: 1,
    },
    { fields: ['policy'], rules, load: async () => own, predictedBytes: 1 },
  );
  expect(record?.input?.lost).toEqual(['policy']);
});
