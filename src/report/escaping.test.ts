import { describe, expect, it } from 'vitest';
import { csvText } from './csv-text.ts';
import { markdownTable, markdownText } from './markdown-text.ts';
import { hangingText, makePaint, padText, wrapText } from './terminal-text.ts';

describe('csvText', () => {
  it('quotes commas and quotes, leaves missing numbers empty, keeps full precision', () => {
    expect(csvText([['a,b', 'say "x"', null, Number.NaN, 0.1 + 0.2]])).toBe(
      '"a,b","say ""x""",,,0.30000000000000004\n',
    );
  });

  it('keeps a text that looks like a formula from being one', () => {
    expect(csvText([['=HYPERLINK("http://x")', '-2+3', '@SUM(1)', -2]])).toBe(
      `"'=HYPERLINK(""http://x"")",'-2+3,'@SUM(1),-2\n`,
    );
  });

  it('keeps a row on one line', () => {
    expect(csvText([['a\nb\r\nc']])).toBe('a␊b␍␊c\n');
  });
});

describe('markdownText', () => {
  it('shows markup, mentions and table bars as text', () => {
    expect(markdownText('<b>@all</b> *x* `y` [z](u) | # ~')).toBe(
      '&lt;b&gt;&#64;all&lt;/b&gt; \\*x\\* \\`y\\` \\[z\\](u) \\| \\# \\~',
    );
  });

  it('leaves the underscores of a name alone, since they mark nothing inside a word', () => {
    expect(markdownText('Q4_K_M _x_')).toBe('Q4_K_M \\_x\\_');
  });

  it('makes a table whose columns are aligned as asked', () => {
    expect(markdownTable('lr', ['a', 'b'], [['x', '1']])).toBe('| a | b |\n| :-- | --: |\n| x | 1 |');
  });
});

describe('terminal text', () => {
  it('breaks lines at spaces and never cuts a word', () => {
    expect(wrapText('one two three-and-more four', 9)).toEqual(['one two', 'three-and-more', 'four']);
  });

  it('indents the lines after the first', () => {
    expect(hangingText('id  ', 'one two three four five six', 24)).toEqual(['id  one two three four', '    five six']);
  });

  it('pads by columns, so that wide letters stay aligned', () => {
    expect([padText('株', 4, 'left'), padText('7', 3, 'right')]).toEqual(['株  ', '  7']);
  });

  it('paints only when asked', () => {
    expect([makePaint(false)('good', 'x'), makePaint(true)('good', 'x')]).toEqual(['x', '\u001b[32mx\u001b[0m']);
  });
});
