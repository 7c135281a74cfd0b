import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { defaultsOf } from '../../spec/pipeline-schema.ts';
import { findSkew } from './find-skew.ts';
import { preparePictures } from './prepare-pictures.ts';

/** A page of lines of words, drawn as bars: no font of the machine is needed. */
function drawPage(width = 600, height = 800): Promise<Buffer> {
  const bars: string[] = [];
  for (let y = 60; y < height - 60; y += 22)
    for (let x = 50; x < width - 120; x += 70)
      bars.push(`<rect x="${x}" y="${y}" width="${30 + ((x + y) % 37)}" height="9"/>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${bars.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

const turn = (page: Buffer, degrees: number): Promise<Buffer> =>
  sharp(page).rotate(degrees, { background: '#ffffff' }).png().toBuffer();

const load = defaultsOf('load');

describe('the skew of a page', () => {
  test.each([0, 1.5, -3, 4.25])('of %d degrees is found to a quarter of a degree', async (degrees) => {
    const { quarterTurn, degrees: found } = await findSkew(await turn(await drawPage(), degrees));
    expect(quarterTurn).toBe(false);
    expect(Math.abs(found - degrees)).toBeLessThanOrEqual(0.3);
  });

  test.each([90, 270])('a page turned by %d degrees lies on its side', async (degrees) => {
    expect((await findSkew(await turn(await drawPage(), degrees))).quarterTurn).toBe(true);
  });

  test('an empty page has none', async () => {
    const blank = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await findSkew(blank)).toEqual({ quarterTurn: false, degrees: 0 });
  });
});

describe('pictures made ready', () => {
  test('come out upright: after a quarter turn and a skew the lines lie level again', async () => {
    const [ready] = await preparePictures([await turn(await turn(await drawPage(), 2), 90)], load);
    const { width, height } = await sharp(ready).metadata();
    expect(width).toBeLessThan(height);
    expect(await findSkew(ready as Uint8Array)).toEqual({
      quarterTurn: false,
      degrees: expect.closeTo(0, 0) as number,
    });
  });

  test('follow the note of the camera, also when they are not straightened', async () => {
    const noted = await sharp(await drawPage())
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const [ready] = await preparePictures([noted], { ...load, deskew: false });
    expect(await sharp(ready).metadata()).toMatchObject({ width: 800, height: 600 });
  });

  test('are resized, and made black and white, when asked', async () => {
    const [ready] = await preparePictures([await drawPage()], { ...load, width: 300, binarise: true, denoise: true });
    expect(await sharp(ready).metadata()).toMatchObject({ width: 300, height: 400 });
    const { data } = await sharp(ready).grayscale().raw().toBuffer({ resolveWithObject: true });
    expect(new Set(data)).toEqual(new Set([0, 255]));
  });

  test('of a TIFF are all its pages', async () => {
    const pages = await Promise.all([drawPage(), drawPage()]);
    const raw = await Promise.all(pages.map((page) => sharp(page).grayscale().raw().toBuffer()));
    const tiff = await sharp(Buffer.concat(raw), { raw: { width: 600, height: 1600, channels: 1, pageHeight: 800 } })
      .tiff()
      .toBuffer();
    expect(await preparePictures([tiff], load)).toHaveLength(2);
    await expect(preparePictures([tiff], { ...load, mostPages: 1 })).rejects.toThrow('has 2 pages; at most 1 are read');
  });
});
