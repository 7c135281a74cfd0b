import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { findInteractions } from '../../src/compare/find-interactions.ts';
import type { MeasuredVariant } from '../../src/compare/measured-variant.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { renderTerminal } from '../../src/report/render-terminal.ts';
import type { VariantSpec } from '../../src/spec/spec.ts';
import { decision } from '../support/decision.ts';
import { measuredVariant } from '../support/measured-variant.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { makeRun } from './finished-run.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
beforeEach(() => {
  folder = makeTemporaryFolder();
});
afterEach(() => folder.remove());

const variants = ['F16', 'Q2_K'].flatMap((quantization) =>
  ['short', 'long'].map(
    (prompt): VariantSpec => ({
      id: `${quantization}+${prompt}`,
      model: 'm',
      quantization,
      file: null,
      prompt,
      pipeline: 'text',
      sampling: { temperature: 0, maxTokens: 9 },
      kvCacheType: 'F16',
      grammar: true,
    }),
  ),
);
const comparisons = [{ baseline: 'F16+short', candidate: 'F16+long' }];

function measuredOf(accuracies: Record<string, (document: number) => number>, documents = 60) {
  return (id: string) =>
    measuredVariant(
      id,
      Array.from({ length: documents }, (_, i) => accuracies[id]?.(i) ?? 0),
    );
}
const noise = (i: number): number => (i % 5) / 100;

describe('interactions of two swept axes', () => {
  test('a prompt that gains at F16 and not at Q2_K does not survive it', () => {
    const measured = measuredOf({
      'F16+short': (i) => 0.7 + noise(i),
      'F16+long': (i) => 0.8 + noise(i + 1),
      'Q2_K+short': (i) => 0.6 + noise(i + 2),
      'Q2_K+long': (i) => 0.6 + noise(i + 3),
    });
    const [found, ...others] = findInteractions({ variants, comparisons, measured, decision, seed: 7 });
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      treatmentAxis: 'prompt',
      settingAxis: 'quantization',
      treatment: 'long',
      fate: 'lost',
    });
    expect(found?.sentence).toContain('The advantage of long does not survive Q2_K');
  });

  test('a missing combination or other documents leave the pair of axes out', () => {
    const measured = measuredOf({});
    const three = variants.slice(0, 3);
    expect(findInteractions({ variants: three, comparisons, measured, decision, seed: 7 })).toEqual([]);
    const uneven = (id: string): MeasuredVariant => measuredOf({}, id === 'Q2_K+long' ? 59 : 60)(id);
    expect(findInteractions({ variants, comparisons, measured: uneven, decision, seed: 7 })).toEqual([]);
  });
});

test('a run over prompts and quantizations reports its interaction on the terminal and on the page', async () => {
  const outcome = await makeRun(folder.path, {
    documents: 30,
    prompt: undefined,
    variants: { quantization: ['F16', 'Q8_0'], prompt: ['verbatim-json', 'ask-copy'] },
    errors: { Q8_0: 0.2 },
  });
  expect(outcome.summary.interactions).toHaveLength(1);
  const model = { summary: outcome.summary, flips: [] };
  expect(renderTerminal(model, { width: 100, color: false })).toContain('* ask-copy at Q8_0');
  expect(await renderHtml(model)).toContain('<section id="interactions"');
  expect(readFileSync(`${outcome.folder}/summary.json`, 'utf8')).toContain('"interactions"');
});

test('a run over one axis has none', async () => {
  const outcome = await makeRun(folder.path, { documents: 8 });
  expect(outcome.summary.interactions).toBeUndefined();
  expect(await renderHtml({ summary: outcome.summary, flips: [] })).not.toContain('id="interactions"');
});
