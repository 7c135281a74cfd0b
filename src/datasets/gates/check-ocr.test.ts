import { describe, expect, test } from 'vitest';
import type { Ocr } from '../../ocr/ocr.ts';
import { generateInvoiceV2 } from '../synthesis/v2/generate.ts';
import { renderPlainText } from '../synthesis/v2/render-text.ts';
import { checkOcr, judgeErrors } from './check-ocr.ts';
import { characterBagError, characterErrorRate, comparableText } from './text-error.ts';

const steps = (...cers: number[]) => cers.map((cer) => [{ cer, bag: cer / 2 }]);

describe('judgeErrors', () => {
  test('passes where every step of severity raises both errors, and states the means', () => {
    const gate = judgeErrors([
      [
        { cer: 0.01, bag: 0.01 },
        { cer: 0.03, bag: 0.02 },
      ],
      ...steps(0.1, 0.2, 0.4),
    ]);
    expect(gate).toMatchObject({ result: 'pass', checked: 3, failed: 0 });
    expect(gate.measured?.[0]).toEqual({
      severity: 0,
      documents: 2,
      characterErrorRate: 0.02,
      characterBagError: 0.015,
    });
  });

  test('fails where a step is read no worse, and names it', () => {
    const gate = judgeErrors(steps(0.05, 0.04, 0.2, 0.2));
    expect(gate).toMatchObject({ result: 'fail', failed: 2 });
    expect(gate.notes).toEqual([
      'severity 1 is read no worse than severity 0',
      'severity 3 is read no worse than severity 2',
    ]);
  });

  test('is skipped without a document', () => {
    expect(judgeErrors([[], [], [], []])).toMatchObject({ result: 'skipped' });
  });
});

describe('checkOcr', () => {
  test('opens one engine per language, scans at four severities and closes the engine, also after a failure', async () => {
    const documents = (['de-DE', 'de-CH', 'en-GB'] as const).map((locale) =>
      generateInvoiceV2(2, 'test-t1', 0, { locales: [locale], layouts: ['till-slip'] }),
    );
    const opened: string[] = [];
    let reads = 0;
    let closed = 0;
    const texts = documents.map(({ pages }) => renderPlainText(pages, 'rows', ' ').text);
    const open = async (language: string): Promise<Ocr> => {
      opened.push(language);
      return {
        // Reads less of a page at every severity.
        recognise: async () => {
          const text = (texts[Math.floor(reads / 4)] as string).slice((reads % 4) * 5);
          reads += 1;
          return { text, words: [], width: 1, height: 1 };
        },
        close: async () => {
          closed += 1;
        },
      };
    };
    expect(await checkOcr({ documents, openOcr: open })).toMatchObject({ result: 'pass', checked: 3 });
    expect([opened, reads, closed]).toEqual([['de', 'en'], 12, 2]);
    const broken = async (): Promise<Ocr> => ({
      recognise: () => Promise.reject(new Error('broken')),
      close: async () => {
        closed += 1;
      },
    });
    await expect(checkOcr({ documents, openOcr: broken })).rejects.toThrow('broken');
    expect(closed).toBe(3);
  });
});

describe('errors of a text', () => {
  test('the error rate counts missing, added and changed characters, the bag error forgets their order', () => {
    expect(characterErrorRate('total', 'total')).toBe(0);
    expect(characterErrorRate('total', 'totl')).toBe(0.2);
    expect(characterErrorRate('total', 'tota1')).toBe(0.2);
    expect(characterErrorRate('abc', '')).toBe(1);
    expect(characterErrorRate('abcd', 'cdab')).toBe(1);
    expect(characterBagError('abcd', 'cdab')).toBe(0);
    expect(characterBagError('abcd', 'abce')).toBe(0.25);
    expect(characterErrorRate('請求書', '請求晝')).toBeCloseTo(1 / 3);
  });

  test('white space and the encoding of a sign do not count', () => {
    expect(comparableText('1\u00a0234,50 \u20ac\nＡ')).toBe('1234,50€A');
  });
});
