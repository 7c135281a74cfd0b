import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { renderScan } from './render-scan.ts';
import { boxOnScan } from './scan-box.ts';
import { planScan } from './scan-plan.ts';

const page = { width: 595, height: 842 };
const box = [0.1, 0.2, 0.3, 0.25] as const;

describe('boxOnScan', () => {
  test('leaves a straight page as it is', () => {
    expect(boxOnScan(box, { skew: 0, turn: 0 }, page)).toEqual([...box]);
  });

  test('follows quarter turns exactly', () => {
    expect(boxOnScan(box, { skew: 0, turn: 90 }, page)).toEqual([0.75, 0.1, 0.8, 0.3]);
    expect(boxOnScan(box, { skew: 0, turn: 180 }, page)).toEqual([0.7, 0.75, 0.9, 0.8]);
    expect(boxOnScan(box, { skew: 0, turn: 270 }, page)).toEqual([0.2, 0.7, 0.25, 0.9]);
  });

  test.each([
    [2.7, 0],
    [-3, 90],
    [1.4, 180],
    [-0.6, 270],
  ] as const)(
    'finds the ink of a page with skew %d and turn %d, on paper and on a narrow receipt',
    async (skew, turn) => {
      for (const size of [
        { width: 420, height: 594 },
        { width: 160, height: 640 },
      ]) {
        const ink = [0.62, 0.15, 0.8, 0.18] as const;
        const [left, top] = [Math.round(ink[0] * size.width), Math.round(ink[1] * size.height)];
        const [width, height] = [Math.round(ink[2] * size.width) - left, Math.round(ink[3] * size.height) - top];
        const black = await sharp({ create: { width, height, channels: 3, background: '#000000' } })
          .png()
          .toBuffer();
        const clean = await sharp({ create: { ...size, channels: 3, background: '#ffffff' } })
          .composite([{ input: black, left, top }])
          .png()
          .toBuffer();
        const plan = { ...planScan(1, 'x', 1, 0), skew, turn, noise: 0, blur: 0, stamp: null, folds: [], jpeg: 95 };
        const scan = sharp(await renderScan(clean, plan, 1)).grayscale();
        const { data, info } = await scan.raw().toBuffer({ resolveWithObject: true });
        const dark: [number, number][] = [];
        for (let at = 0; at < data.length; at += info.channels)
          if ((data[at] as number) < 110) {
            const pixel = at / info.channels;
            dark.push([pixel % info.width, Math.floor(pixel / info.width)]);
          }
        const exact = [
          left / size.width,
          top / size.height,
          (left + width) / size.width,
          (top + height) / size.height,
        ] as const;
        const found = boxOnScan(exact, plan, size);
        const edges = [
          Math.min(...dark.map(([x]) => x)),
          Math.min(...dark.map(([, y]) => y)),
          Math.max(...dark.map(([x]) => x)) + 1,
          Math.max(...dark.map(([, y]) => y)) + 1,
        ];
        edges.forEach((edge, side) => {
          const whole = side % 2 === 0 ? info.width : info.height;
          expect(Math.abs(edge - (found[side] as number) * whole), `side ${side} of ${size.width}`).toBeLessThan(2.5);
        });
      }
    },
  );
});
