import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkComparisons } from '../../src/compare/check-run.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { renderTerminal } from '../../src/report/render-terminal.ts';
import { decision } from '../support/decision.ts';
import { measuredVariant } from '../support/measured-variant.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { makeRun } from './finished-run.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
beforeEach(() => {
  folder = makeTemporaryFolder();
});
afterEach(() => folder.remove());

test('three quantizations carry a falling line over their bits, and every comparison its self-check', async () => {
  const { summary } = await makeRun(folder.path, {
    quantizations: ['F16', 'Q8_0', 'Q4_K_M'],
    errors: { Q8_0: 0.05, Q4_K_M: 0.4 },
  });
  expect(summary.trend?.points.map(({ variant, bitsPerWeight }) => [variant, bitsPerWeight])).toEqual([
    ['F16', 16],
    ['Q8_0', 8.5],
    ['Q4_K_M', 4.5],
  ]);
  for (const { variant, value } of summary.trend?.points ?? [])
    expect(value).toBeCloseTo(summary.variants.find(({ id }) => id === variant)?.fieldAccuracy.value ?? -1, 12);
  expect(summary.trend?.slope.low).toBeGreaterThan(0);
  expect(summary.selfChecks?.map(({ candidate }) => candidate)).toEqual(['Q8_0', 'Q4_K_M']);
  const model = { summary, flips: [] };
  expect(renderTerminal(model, { width: 100, color: false })).toContain(
    '* One more bit per weight changes field accuracy by +',
  );
  const page = await renderHtml(model);
  expect(page).toContain('Self-check on these documents');
  expect(page).toContain('One more bit per weight');
});

test('two quantizations make no line, and fewer than 30 documents no self-check', async () => {
  const { summary } = await makeRun(folder.path, { documents: 20, errors: { Q8_0: 0.1 } });
  expect(summary.trend).toBeUndefined();
  expect(summary.selfChecks).toBeUndefined();
});

test('the gates call a planted loss safe about as rarely as they promise, whatever the spread', () => {
  const variantOf = (id: string, value: (i: number) => number) =>
    measuredVariant(
      id,
      Array.from({ length: 200 }, (_, i) => value(i)),
    );
  const pair = { baseline: variantOf('a', () => 0.9), candidate: variantOf('b', (i) => (i % 7 === 0 ? 0.8 : 0.9)) };
  const [check] = checkComparisons([pair], { decision, seed: 7 });
  expect(check?.plantedSpread.passed).toBe(true);
  expect(check?.plantedCollapsed.passed).toBe(true);
  expect(check?.labelSwap.simulations).toBe(500);
  expect(check?.labelSwap.share).toBeLessThan(0.1);
});
