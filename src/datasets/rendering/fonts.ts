import { createRequire } from 'node:module';
import Pdf from 'pdfkit';
import type { FaceName } from './font-metrics.ts';

/** The part of a parsed font that pdfkit asks for (its fontkit interface). */
interface ParsedFont {
  glyphForCodePoint(codePoint: number): Glyph;
  layout(text: string): { glyphs: Glyph[]; positions: GlyphPosition[]; advanceWidth: number };
}

interface Glyph {
  id: number;
  advanceWidth: number;
  codePoints: number[];
}

interface GlyphPosition {
  xAdvance: number;
  yAdvance: number;
  xOffset: number;
  yOffset: number;
}

/** What `PDFDocument.font` takes: the name of a built-in face, or a parsed font. */
export type PdfFont = string | ParsedFont;

const FILES = {
  noto: [
    '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
    '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  ],
  jp: [
    '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
    '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  ],
} as const;
const BUILT_IN = { sans: ['Helvetica', 'Helvetica-Bold'], serif: ['Times-Roman', 'Times-Bold'] } as const;

const parsed = new Map<string, ParsedFont>();

/** The font of a face. Font files are parsed once a process: that costs more than a page. */
export function fontOf(face: FaceName, bold: boolean): PdfFont {
  const place = bold ? 1 : 0;
  if (face === 'sans' || face === 'serif') return BUILT_IN[face][place];
  const file = FILES[face][place];
  let font = parsed.get(file);
  if (font === undefined) {
    font = withPlainLayout(parseFont(createRequire(import.meta.url).resolve(file)));
    parsed.set(file, font);
  }
  return font;
}

/** Lets pdfkit parse a font file with its own parser. */
function parseFont(path: string): ParsedFont {
  const document = new Pdf({ font: path }) as unknown as { _font: { font: ParsedFont } };
  return document._font.font;
}

/**
 * The font with one glyph per character, without ligatures and kerning: they cost three quarters of the time of a page,
 * and the page is measured without them. Glyphs are copied, since the parser's own forget their character once they
 * were part of an accented letter: a page would then depend on the pages drawn before it.
 */
function withPlainLayout(font: ParsedFont): ParsedFont {
  const glyphs = new Map<string, Glyph>();
  const glyphOf = (character: string): Glyph => {
    let glyph = glyphs.get(character);
    if (glyph === undefined) {
      const codePoint = character.codePointAt(0) as number;
      const { id, advanceWidth } = font.glyphForCodePoint(codePoint);
      glyph = { id, advanceWidth, codePoints: [codePoint] };
      glyphs.set(character, glyph);
    }
    return glyph;
  };
  const layout: ParsedFont['layout'] = (text) => {
    const run = Array.from(text, glyphOf);
    let advanceWidth = 0;
    const positions = run.map((glyph): GlyphPosition => {
      advanceWidth += glyph.advanceWidth;
      return { xAdvance: glyph.advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 };
    });
    return { glyphs: run, positions, advanceWidth };
  };
  return Object.assign(Object.create(font) as ParsedFont, { layout });
}
