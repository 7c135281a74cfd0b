import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openOcr } from './open-ocr.ts';
import type { Ocr } from './ocr.ts';
import { HARMLESS } from './quiet-worker.ts';
import { printWords, readBlocks } from './read-blocks.ts';

/** Letters as strokes, so that the test needs no font. */
const STROKES: Record<string, string> = {
  T: 'M0 0H60M30 0V100',
  O: 'M15 0H45L60 15V85L45 100H15L0 85V15Z',
  A: 'M0 100L30 0L60 100M12 65H48',
  L: 'M0 0V100H60',
};

function draw(word: string): Promise<Buffer> {
  const paths = Array.from(word).map(
    (letter, i) => `<path transform="translate(${60 + i * 100} 50)" d="${STROKES[letter]}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200"><rect width="100%" height="100%" fill="#fff"/><g fill="none" stroke="#000" stroke-width="14">${paths.join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
}

let ocr: Ocr;
beforeAll(async () => {
  ocr = await openOcr({ languages: ['en', 'en'], workers: 2 });
}, 60_000);
afterAll(() => ocr.close());

describe('openOcr', () => {
  test('reads pictures side by side, each word with its box, line and confidence', async () => {
    const pages = await Promise.all(
      (await Promise.all(['TOTAL', 'ALLOT', 'TOTAL'].map(draw))).map((p) => ocr.recognise(p)),
    );
    expect(pages.map(({ text }) => text)).toEqual(['TOTAL', 'ALLOT', 'TOTAL']);
    const [first] = pages;
    expect(first).toMatchObject({ width: 640, height: 200 });
    const [word, ...others] = first?.words ?? [];
    expect(others).toEqual([]);
    expect(word?.line).toBe(0);
    expect(word?.confidence).toBeGreaterThan(0.5);
    const drawn = [60 / 640, 50 / 200, 520 / 640, 150 / 200];
    // The engine's boxes are a little wider than the ink.
    word?.box.forEach((edge, side) => expect(Math.abs(edge - (drawn[side] as number))).toBeLessThan(0.15));
  }, 60_000);

  test('finds nothing on an empty page', async () => {
    const empty = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    expect(await ocr.recognise(empty)).toEqual({ text: '', words: [], width: 300, height: 200 });
  }, 60_000);

  test('refuses what is no picture and goes on reading', async () => {
    await expect(ocr.recognise(Buffer.from('no picture'))).rejects.toMatchObject({ code: 'OCR_IMAGE', exitCode: 2 });
    await expect(ocr.recognise('missing.png')).rejects.toMatchObject({ code: 'OCR_IMAGE' });
    expect((await ocr.recognise(await draw('TOTAL'))).text).toBe('TOTAL');
  }, 60_000);

  test('refuses to open without a language or a worker', async () => {
    await expect(openOcr({ languages: [] })).rejects.toMatchObject({ code: 'OCR_LANGUAGE' });
    await expect(openOcr({ languages: ['en'], workers: 0 })).rejects.toMatchObject({ code: 'OCR_WORKERS' });
  });

  test('ends what is under way when it is closed, and reads nothing after that', async () => {
    const other = await openOcr({ languages: ['en'] });
    const picture = await draw('TOTAL');
    const reading = [other.recognise(picture), other.recognise(picture)].map((page) =>
      page.then(
        () => 'read',
        (error: { code: string }) => error.code,
      ),
    );
    await other.close();
    for (const end of await Promise.all(reading)) expect(end).toBe('OCR_CLOSED');
    await expect(other.recognise(picture)).rejects.toMatchObject({ code: 'OCR_CLOSED' });
  }, 60_000);
});

describe('quietWorker', () => {
  test('keeps back what is harmless, and nothing else', async () => {
    const said: string[] = [];
    const write = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      said.push(String(chunk));
      return true;
    });
    try {
      const italian = await openOcr({ languages: ['it'] });
      await italian.recognise(await draw('TOTAL'));
      await italian.close();
    } finally {
      write.mockRestore();
    }
    expect(said).toEqual([]);
    expect('Error: failed to load ./ita.special-words').toMatch(HARMLESS);
    for (const real of ['Error: failed to load ./ita.traineddata', 'Failed loading language ita', 'Out of memory'])
      expect(real).not.toMatch(HARMLESS);
  }, 60_000);
});

describe('readBlocks', () => {
  test('numbers the lines across blocks, leaves out blank words and keeps boxes on the page', () => {
    const word = (text: string, x0: number) => ({ text, confidence: 80, bbox: { x0, y0: -5, x1: x0 + 20, y1: 20 } });
    const block = (...rows: unknown[][]) => ({ paragraphs: [{ lines: rows.map((words) => ({ words })) }] });
    const blocks = [block([word('Total', 10), word(' ', 40)], [word(' ', 0)]), block([word('5,00', 90)])];
    const words = readBlocks(blocks as never, { width: 100, height: 50 });
    expect(words).toEqual([
      { text: 'Total', box: [0.1, 0, 0.3, 0.4], confidence: 0.8, line: 0 },
      { text: '5,00', box: [0.9, 0, 1, 0.4], confidence: 0.8, line: 1 },
    ]);
    expect(printWords(words)).toBe('Total\n5,00');
  });
});
