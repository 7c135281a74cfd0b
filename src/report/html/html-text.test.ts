import { describe, expect, it } from 'vitest';
import { changedPart } from './changed-part.ts';
import { html } from './html-text.ts';
import { labelOffsets } from './label-places.ts';

describe('html', () => {
  it('escapes every part, in elements and in attributes', () => {
    const nasty = `</script><img src=x onerror="alert('1')">&`;
    expect(html`<p title="${nasty}">${nasty}</p>`.text).toBe(
      '<p title="&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</p>',
    );
  });

  it('nests markup, joins lists and drops what is not there', () => {
    expect(html`<ul>${[1, 'a<b'].map((part) => html`<li>${part}</li>`)}${null}${false}</ul>`.text).toBe(
      '<ul><li>1</li><li>a&lt;b</li></ul>',
    );
  });

  it('makes direction marks and control characters visible', () => {
    expect(html`${'a\u202eb\u0000'}`.text).toBe('a⟨U+202E⟩b␀');
  });
});

describe('changedPart', () => {
  const text = (before: string | null, after: string | null): (string | undefined)[] =>
    changedPart(before, after).map((part) => part?.text);

  it('marks what stands between the common beginning and the common end', () => {
    expect(text('1.176,96', '1.179,96')).toEqual([
      '<bdi>1.17<mark>6</mark>,96</bdi>',
      '<bdi>1.17<mark>9</mark>,96</bdi>',
    ]);
  });

  it('marks a cut value only where something is missing', () => {
    expect(text('RE-2025', 'RE-20')).toEqual(['<bdi>RE-20<mark>25</mark></bdi>', '<bdi>RE-20</bdi>']);
  });

  it('marks nothing in equal values or beside nothing', () => {
    expect(text('a', 'a')).toEqual(['<bdi>a</bdi>', '<bdi>a</bdi>']);
    expect(text('a<b', null)).toEqual(['<bdi>a&lt;b</bdi>', undefined]);
  });

  it('keeps characters of two code units whole', () => {
    expect(text('\u{1f600}', '\u{1f601}')).toEqual([
      '<bdi><mark>\u{1f600}</mark></bdi>',
      '<bdi><mark>\u{1f601}</mark></bdi>',
    ]);
  });
});

describe('labelOffsets', () => {
  const at = (x: number, text: string, top = 100) => ({ x, top, bottom: top + 40, text });

  it('puts a label above its bar, below where that is taken, and further out where both are', () => {
    const labels = [at(0, 'Q4_K_M'), at(200, 'Q5_K_M'), at(205, 'Q6_K'), at(210, 'Q8_0'), at(215, 'F16')];
    expect(labelOffsets(labels, 300)).toEqual([-10, -10, 11, -23, 24]);
  });

  it('lets labels of bars at other heights stand side by side, and none leave the chart', () => {
    expect(labelOffsets([at(100, 'Q4_K_M'), at(105, 'Q5_K_M', 160)], 300)).toEqual([-10, -10]);
    expect(labelOffsets([at(100, 'Q4_K_M', 2)], 300)).toEqual([11]);
    expect(labelOffsets([at(100, 'Q4_K_M', 2)], 300, 26)).toEqual([-10]);
  });
});
