import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, shortName, visibleText, visibleValue } from './safe-text.ts';

describe('visibleText', () => {
  it('shows control characters as pictures, so that a value cannot steer a terminal', () => {
    expect(visibleText('a\u001b[31mb\u0007\n')).toBe('a␛[31mb␇␊');
    expect(visibleText('\u007f\u009b')).toBe('␡⟨U+009B⟩');
  });

  it('shows direction marks, so that a value cannot turn the text around it', () => {
    expect(visibleText('100\u202e001\u200f')).toBe('100⟨U+202E⟩001⟨U+200F⟩');
  });

  it('keeps letters of every script and the joiners of an emoji', () => {
    const text = 'שלום 株式会社 Zakład \u{1f469}\u200d\u{1f527}';
    expect(visibleText(text)).toBe(text);
  });

  it('replaces a lone surrogate, which UTF-8 cannot carry', () => {
    expect(visibleText('a\ud800b')).toBe('a\ufffdb');
  });

  it('leaves nothing invisible in any text, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visibleText(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200e\u200f]/u);
        expect(visibleText(shown)).toBe(shown);
      }),
    );
  });
});

describe('visibleValue', () => {
  it('cuts a long value and says how much is missing', () => {
    expect(visibleValue('x'.repeat(250))).toBe(`${'x'.repeat(240)}… (10 more characters)`);
    expect(visibleValue('x'.repeat(240))).toBe('x'.repeat(240));
  });
});

describe('shortName', () => {
  it('keeps both ends of a long name and the whole of a short one', () => {
    expect(shortName('verbatim-json-with-examples', 11)).toBe('verba…mples');
    expect(shortName('Q4_K_M', 11)).toBe('Q4_K_M');
  });
});

describe('columnsOf', () => {
  it('counts wide letters twice and combining marks not at all', () => {
    expect(columnsOf('株式')).toBe(4);
    expect(columnsOf('e\u0301')).toBe(1);
  });
});
