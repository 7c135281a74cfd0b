import type { Block } from 'tesseract.js';
import type { OcrWord } from './ocr.ts';

/** The engine's blocks, paragraphs, lines and words as one list of words, with boxes as fractions of a picture of this size. */
export function readBlocks(blocks: readonly Block[], size: { width: number; height: number }): OcrWord[] {
  const words: OcrWord[] = [];
  let line = 0;
  for (const block of blocks) {
    for (const paragraph of block.paragraphs) {
      for (const row of paragraph.lines) {
        for (const { text, bbox, confidence } of row.words) {
          if (text.trim() === '') continue;
          const box: OcrWord['box'] = [
            fractionOf(bbox.x0, size.width),
            fractionOf(bbox.y0, size.height),
            fractionOf(bbox.x1, size.width),
            fractionOf(bbox.y1, size.height),
          ];
          words.push({ text: text.trim(), box, confidence: confidence / 100, line });
        }
        if (words.at(-1)?.line === line) line += 1;
      }
    }
  }
  return words;
}

/** Lines of words as text. */
export function printWords(words: readonly OcrWord[]): string {
  const lines: string[][] = [];
  for (const { text, line } of words) (lines[line] ??= []).push(text);
  return lines.map((line) => line.join(' ')).join('\n');
}

function fractionOf(pixels: number, size: number): number {
  return Math.round(Math.min(1, Math.max(0, pixels / size)) * 1e5) / 1e5;
}
