import { expect, test } from 'vitest';
import { renderCsv } from '../../../src/report/render-csv.ts';
import { renderHtml } from '../../../src/report/html/render-html.ts';
import { renderMarkdown } from '../../../src/report/render-markdown.ts';
import { CHARTS, drawChart } from '../../../src/report/html/draw-chart.ts';
import { sampleDetails } from './sample-details.ts';

test('draws every chart that the run has numbers for, in a text that says the same', async () => {
  const model = sampleDetails();
  for (const name of CHARTS) {
    const drawn = await drawChart(name, model);
    expect(drawn?.markup, name).toContain('<svg');
    expect(drawn?.markup, name).not.toMatch(/NaN|undefined|Infinity/);
    expect(drawn?.text.length, name).toBeGreaterThan(20);
  }
  const bare = { summary: { ...model.summary, variants: [], comparisons: [] } };
  for (const name of CHARTS) expect(await drawChart(name, bare), name).toBeNull();
});

test('says who is on the front, and gives ties a range of ranks', async () => {
  const page = await renderHtml(sampleDetails());
  expect(page).toContain('Ranks and the front in full');
  expect(page).toContain('1–2');
  expect(page).toContain('dominated by F16');
  expect(page).not.toMatch(/NaN|undefined/);
});

test('Markdown and CSV carry the checks, interactions and history that the page has', () => {
  const model = sampleDetails();
  const text = renderMarkdown(model);
  for (const line of [
    'Front of accuracy, speed and memory: certain: F16; dominated: Q8_0 (by F16)',
    'Twice the time per document',
    'exploration: dueDate (12 lost, 0 gained)',
    'at your mix of tier: −1.0 pt',
    'Noise floor: said here',
    'changed with run-2',
    'Self-check of Q8_0',
    '20.0% of the variance of a single answer',
  ])
    expect(text).toContain(line);
  const [heading = '', , second = ''] = renderCsv(model).split(/\r?\n/);
  const columns = heading.split(',');
  const cells = second.split(',');
  expect(columns).toEqual(
    expect.arrayContaining(['noiseFloor', 'labelSwapShare', 'trendPerDoubledTime', 'p99Ms', 'front']),
  );
  expect(cells.length).toBeGreaterThanOrEqual(columns.length);
});
