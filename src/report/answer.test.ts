import { describe, expect, it } from 'vitest';
import { promptSample, unfinishedSample } from '../../tests/golden/report/sample-edges.ts';
import { sampleModel } from '../../tests/golden/report/sample.ts';
import type { Verdict } from '../statistics/verdict.ts';
import { makeAnswers } from './answer.ts';
import { nextStep } from './next-step.ts';
import { runWarnings } from './run-warnings.ts';

const withVerdicts = (...verdicts: Verdict[]) => {
  const { summary } = sampleModel();
  const comparisons = summary.comparisons
    .slice(0, verdicts.length)
    .map((comparison, index) => ({ ...comparison, verdict: verdicts[index] ?? comparison.verdict }));
  return { ...summary, comparisons };
};
const headline = (...verdicts: Verdict[]) => makeAnswers(withVerdicts(...verdicts))[0]?.headline;

describe('makeAnswers', () => {
  it('names the smallest safe variant and what it saves and may cost', () => {
    const [answer] = makeAnswers(sampleModel().summary);
    expect(answer).toMatchObject({ choice: 'Q4_K_M', tone: 'good', headline: 'Q4_K_M is safe to ship.' });
    expect(answer?.facts.map(({ value, label }) => `${value} ${label}`)).toEqual([
      '69% smaller',
      '1.6× the speed',
      '≤ 1.2 points lost',
    ]);
  });

  it('never names a variant that is not shown safe', () => {
    expect(headline('WORSE', 'WORSE')).toBe('Keep F16: every candidate is worse.');
    expect(headline('WORSE')).toBe('Keep F16: the candidate is worse.');
    expect(headline('WORSE', 'CANNOT_TELL')).toBe('Keep F16: nothing else is shown safe yet.');
    expect(headline('TOO_FEW', 'TOO_FEW')).toBe('Keep F16: too few documents to call anything safe.');
    expect(headline('INCOMPARABLE')).toBe('No answer: the variants are not comparable.');
    expect(headline('NOT_MEASURED')).toBe('No answer: not everything was measured.');
  });

  it('speaks of what was asked: nothing is called unsafe where only better was looked for', () => {
    const found = withVerdicts('WORSE', 'CANNOT_TELL');
    const { decision } = found;
    if (decision === undefined) throw new Error('the sample has a decision');
    const asked = { ...found, decision: { ...decision, question: 'superiority' as const } };
    expect(makeAnswers(asked)[0]?.headline).toBe('Keep F16: nothing else is shown better yet.');
  });

  it('does not rank two variants that are both better', () => {
    const [answer] = makeAnswers(promptSample().summary);
    expect(answer).toMatchObject({
      choice: null,
      headline: 'verbatim-json-with-examples and table-first are better than verbatim-json.',
      facts: [],
    });
  });

  it('gives one answer per baseline', () => {
    const { summary } = sampleModel();
    const comparisons = summary.comparisons.map((comparison, index) =>
      index < 3 ? comparison : { ...comparison, baseline: 'Q8_0' },
    );
    expect(makeAnswers({ ...summary, comparisons }).map(({ baseline, choice }) => [baseline, choice])).toEqual([
      ['F16', 'Q5_K_M'],
      ['Q8_0', 'Q4_K_M'],
    ]);
  });
});

describe('runWarnings and nextStep', () => {
  it('say first that a run is unfinished and what is missing', () => {
    const { summary } = unfinishedSample();
    expect(runWarnings(summary).slice(0, 3)).toEqual([
      'The run is interrupted: these numbers cover only what was finished.',
      'Q3_K_M and Q2_K were not measured.',
      'F16, Q8_0, Q6_K, Q5_K_M and Q4_K_M cover 40 of 400 documents.',
    ]);
    expect(nextStep(summary)).toContain('Run the same command again');
  });

  it('add nothing to a clean run', () => {
    const { summary } = sampleModel();
    const variants = summary.variants.map((variant) => ({ ...variant, failures: 0 }));
    expect(runWarnings({ ...summary, variants, warnings: [] })).toEqual([]);
  });
});
