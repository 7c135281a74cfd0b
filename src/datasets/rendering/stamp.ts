import sharp from 'sharp';
import type { ScanPlan } from './scan-plan.ts';

/** A picture to multiply a part of a page with: 3 bytes a pixel, origin at `left` and `top` of the page. */
export interface StampLayer {
  pixels: Buffer;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The rubber stamp of a plan, drawn where it meets a page of this size; `null` where it lies beside the page. */
export async function drawStamp(
  { text, x, y, angle, color }: NonNullable<ScanPlan['stamp']>,
  page: { width: number; height: number },
): Promise<StampLayer | null> {
  const size = Math.round(page.width * 0.045);
  const box = Math.round(text.length * size * 0.78 + size);
  // A square that holds the stamp however it is turned.
  const reach = Math.ceil(Math.hypot(box, size * 2) / 2) + 2;
  const middle = { x: Math.round(page.width * x), y: Math.round(page.height * y) };
  const left = Math.max(0, middle.x - reach);
  const top = Math.max(0, middle.y - reach);
  const width = Math.min(page.width, middle.x + reach) - left;
  const height = Math.min(page.height, middle.y + reach) - top;
  if (width < 1 || height < 1) return null;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>` +
    `<g transform="translate(${middle.x - left} ${middle.y - top}) rotate(${angle}) translate(${-box / 2} ${-size})" fill="none" stroke="${color}" opacity="0.55">` +
    `<rect width="${box}" height="${size * 2}" rx="${size / 4}" stroke-width="${size / 9}"/>` +
    `<g transform="translate(${size / 2} ${size * 0.5}) scale(${size / 10})" stroke-width="1.6" stroke-linecap="round">${strokesOf(text)}</g></g></svg>`;
  const pixels = await sharp(Buffer.from(svg)).removeAlpha().toColourspace('srgb').raw().toBuffer();
  return { pixels, left, top, width, height };
}

/** Letters as strokes on a grid of 6 by 10: a stamp must look the same where no font is installed. */
const STROKES: Readonly<Record<string, string>> = {
  A: 'M0 10L3 0L6 10M1.2 6H4.8',
  B: 'M0 0V10H4L6 8.5V6L4 5H0M4 5L5.5 4V1.5L4 0H0',
  C: 'M6 1.5L4.5 0H1.5L0 1.5V8.5L1.5 10H4.5L6 8.5',
  D: 'M0 0V10H4L6 8V2L4 0Z',
  E: 'M6 0H0V10H6M0 5H4.5',
  G: 'M6 1.5L4.5 0H1.5L0 1.5V8.5L1.5 10H4.5L6 8.5V5.5H3.5',
  H: 'M0 0V10M6 0V10M0 5H6',
  I: 'M3 0V10',
  K: 'M0 0V10M6 0L0 5.5L6 10',
  L: 'M0 0V10H6',
  N: 'M0 10V0L6 10V0',
  O: 'M1.5 0H4.5L6 1.5V8.5L4.5 10H1.5L0 8.5V1.5Z',
  P: 'M0 10V0H4.5L6 1.5V4L4.5 5.5H0',
  R: 'M0 10V0H4.5L6 1.5V4L4.5 5.5H0M3 5.5L6 10',
  T: 'M0 0H6M3 0V10',
  V: 'M0 0L3 10L6 0',
  Y: 'M0 0L3 5L6 0M3 5V10',
  Z: 'M0 0H6L0 10H6',
};

function strokesOf(text: string): string {
  return Array.from(text.normalize('NFD').replace(/\p{M}/gu, ''))
    .map((letter, i) => `<path transform="translate(${i * 7.8} 0)" d="${STROKES[letter] ?? ''}"/>`)
    .join('');
}
