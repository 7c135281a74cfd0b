import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { renderJunit } from '../../../src/report/render-junit.ts';
import { hostileModel } from './hostile-model.ts';
import { sampleModel } from './sample.ts';

interface Parsed {
  testsuites: {
    testsuite: { testcase: Record<string, unknown>[]; '@_tests': string; '@_failures': string; '@_time': string };
  };
}
const parse = (text: string): Parsed => new XMLParser({ ignoreAttributes: false }).parse(text) as Parsed;

describe('renderJunit', () => {
  test('passes only what was shown, fails only what was shown to be worse, and calls the rest an error', () => {
    const model = sampleModel();
    const { testcase } = parse(renderJunit(model)).testsuites.testsuite;
    expect(testcase).toHaveLength(model.summary.comparisons.length);
    for (const [i, { verdict }] of model.summary.comparisons.entries()) {
      const ends = [testcase[i]?.failure !== undefined, testcase[i]?.error !== undefined];
      const good = verdict === 'SAFE' || verdict === 'BETTER';
      expect(ends).toEqual([verdict === 'WORSE', !good && verdict !== 'WORSE']);
    }
  });

  test('says how long every candidate took, also where runs are compared and no run has a time of its own', () => {
    const { summary, ...rest } = sampleModel();
    const model = { ...rest, summary: { ...summary, wallSeconds: 0 } };
    const { testsuite } = parse(renderJunit(model)).testsuites;
    const seconds = (id: string): number => {
      const { documents, documentsPerSecond } = summary.variants.find((variant) => variant.id === id)!;
      return documents / documentsPerSecond;
    };
    for (const [i, { candidate }] of summary.comparisons.entries())
      expect(Number(testsuite.testcase[i]?.['@_time'])).toBeCloseTo(seconds(candidate), 2);
    expect(Number(testsuite['@_time'])).toBeCloseTo(
      summary.variants.reduce((sum, { id }) => sum + seconds(id), 0),
      2,
    );
  });

  test('is well-formed XML whatever documents, models and users have written', () => {
    const text = renderJunit(hostileModel());
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).not.toMatch(/<script|<img|<svg/);
    for (const control of ['\u001b', '\u0000', '\u202e']) expect(text).not.toContain(control);
  });
});
