import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../src/report/html/render-html.ts';
import { renderCsv } from '../../../src/report/render-csv.ts';
import { renderMarkdown } from '../../../src/report/render-markdown.ts';
import { renderTerminal } from '../../../src/report/render-terminal.ts';
import { columnsOf } from '../../../src/report/safe-text.ts';
import { hostileModel } from './hostile-model.ts';
import { promptSample, unfinishedSample } from './sample-edges.ts';
import { sampleModel } from './sample.ts';

const PLAIN = { width: 80, color: false };
const MODELS = { sample: sampleModel, unfinished: unfinishedSample, prompts: promptSample };
// Escape sequences, direction marks, and everything else that acts instead of being read.
const ACTING = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/u;

describe('golden reports', () => {
  for (const [name, make] of Object.entries(MODELS)) {
    it(`the terminal report of the ${name} run stays as it is`, async () => {
      await expect(renderTerminal(make(), PLAIN)).toMatchFileSnapshot(`${name}.txt`);
    });
  }

  it('the Markdown, CSV and HTML reports of the sample run stay as they are', async () => {
    await expect(renderMarkdown(sampleModel())).toMatchFileSnapshot('sample.md');
    await expect(renderCsv(sampleModel())).toMatchFileSnapshot('sample.csv');
    await expect(await renderHtml(sampleModel(), { maxFlips: 40 })).toMatchFileSnapshot('sample.html');
  });
});

describe('every renderer', () => {
  it('gives equal bytes for equal models', async () => {
    for (const make of [...Object.values(MODELS), hostileModel]) {
      expect(await renderHtml(make())).toBe(await renderHtml(make()));
      expect(renderTerminal(make(), PLAIN)).toBe(renderTerminal(make(), PLAIN));
      expect(renderMarkdown(make())).toBe(renderMarkdown(make()));
    }
  });

  it('gives the answer before anything else', async () => {
    expect(renderTerminal(sampleModel(), PLAIN).split('\n')[0]).toBe('Q4_K_M is safe to ship.');
    expect(await renderHtml(sampleModel())).toMatch(/<title>Q4_K_M is safe to ship\./);
  });

  it('shows hostile text as text', async () => {
    const page = await renderHtml(hostileModel());
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|<svg onload|"\s*onmouseover=|window\.pwned = 1<\/script>/);
    expect(page.replaceAll('\n', '')).not.toMatch(ACTING);
    expect(renderTerminal(hostileModel(), PLAIN).replaceAll('\n', '')).not.toMatch(ACTING);
    const markdown = renderMarkdown(hostileModel());
    expect(markdown.replaceAll('\n', '')).not.toMatch(ACTING);
    expect(markdown).not.toMatch(/<(?!!)|@everyone/);
  });

  it('says plainly when nothing was compared', async () => {
    const { summary } = sampleModel();
    const model = {
      summary: { ...summary, variants: summary.variants.slice(0, 1), comparisons: [], slices: [] },
      flips: [],
    };
    expect(await renderHtml(model)).toContain('Nothing to compare yet.');
    expect(renderTerminal(model, PLAIN)).toContain('one alone cannot be compared');
    expect(renderCsv(model).split('\n')).toHaveLength(3);
  });
});

describe('what was not measured', () => {
  it('is a gap, never a zero', async () => {
    const [heading = '', ...rows] = renderCsv(unfinishedSample()).split('\n');
    const column = heading.split(',').indexOf('fieldAccuracy');
    expect(rows.find((row) => row.includes(',Q2_K,'))?.split(',')[column]).toBe('');
    expect(renderTerminal(unfinishedSample(), PLAIN)).toMatch(/^Q2_K +4\.62 MB +– +– +– +– +– +not measured$/m);
    expect(await renderHtml(unfinishedSample())).not.toContain('Q2_K 0.0%');
  });
});

describe('renderTerminal', () => {
  it('keeps to 80 columns', () => {
    for (const make of Object.values(MODELS)) {
      const widest = Math.max(...renderTerminal(make(), PLAIN).split('\n').map(columnsOf));
      expect(widest).toBeLessThanOrEqual(80);
    }
  });

  it('paints only when asked, and then changes nothing but the paint', () => {
    const painted = renderTerminal(sampleModel(), { width: 80, color: true });
    expect(painted).toContain('\u001b[');
    // oxlint-disable-next-line no-control-regex -- the paint is made of control characters
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(renderTerminal(sampleModel(), PLAIN));
  });
});

describe('renderHtml', () => {
  it('stays under 1 MB for seven variants on 400 documents with every field flipped', async () => {
    const model = sampleModel();
    const flips = model.flips.map((group) => ({
      ...group,
      flips: Array.from({ length: 5600 / group.flips.length + 1 }, () => group.flips).flat(),
      total: 5600,
    }));
    const page = await renderHtml({ ...model, flips });
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    expect(page).toContain('33,000 of 33,600 are left out');
  });

  it('asks for nothing from outside', async () => {
    const page = await renderHtml(sampleModel());
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|src=|url\(|@import|<link/);
  });
});
