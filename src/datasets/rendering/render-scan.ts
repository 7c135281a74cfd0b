import sharp, { type OverlayOptions } from 'sharp';
import { Random } from '../../core/random.ts';
import type { ScanPlan } from './scan-plan.ts';

/**
 * A clean picture of a page (PNG at the plan's resolution) as a scan (JPEG). Everything random is drawn from the plan's
 * seed, so the same page and plan give the same pixels on the same version of sharp.
 */
export async function renderScan(page: Buffer, plan: ScanPlan, seed: number): Promise<Buffer> {
  const flat = sharp(page).flatten({ background: '#ffffff' });
  const { data: paper, info } = await flat.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const layers: OverlayOptions[] = [];
  if (plan.bleed > 0) layers.push(await makeBleed(paper, { width, height }, plan.bleed));
  if (plan.stamp !== null) layers.push({ input: makeStamp(plan.stamp, width, height), blend: 'multiply' });
  if (plan.shadow > 0 || plan.folds.length > 0)
    layers.push({ input: makeLight(plan, width, height), blend: 'multiply' });
  const raw = { raw: { width, height, channels: 3 as const } };
  let picture = await sharp(paper, raw).composite(layers).removeAlpha().raw().toBuffer();
  if (plan.skew !== 0) {
    const turned = await sharp(picture, raw)
      .rotate(plan.skew, { background: '#f4f3ef' })
      .resize(width, height, { fit: 'cover', position: 'centre' })
      .raw()
      .toBuffer();
    picture = turned;
  }
  let scan = sharp(addGrain(picture, plan.noise, Random.stream(seed, 'grain')), raw);
  if (plan.blur >= 0.3) scan = scan.blur(plan.blur);
  if (plan.grey) scan = scan.grayscale();
  // Quarter turns are of the pixels, not a note in the file's header that readers may ignore.
  const done = await scan.raw().toBuffer({ resolveWithObject: true });
  const channels = done.info.channels as 1 | 3;
  return sharp(done.data, { raw: { width: done.info.width, height: done.info.height, channels } })
    .rotate(plan.turn)
    .withDensity(plan.dpi)
    .jpeg({ quality: plan.jpeg, chromaSubsampling: '4:2:0' })
    .toBuffer();
}

/** The page from behind: mirrored, weak, and soft. */
async function makeBleed(
  paper: Buffer,
  size: { width: number; height: number },
  strength: number,
): Promise<OverlayOptions> {
  const back = await sharp(paper, { raw: { ...size, channels: 3 } })
    .flop()
    .grayscale()
    .blur(1.2)
    .linear(strength, 255 * (1 - strength))
    .png({ compressionLevel: 1 })
    .toBuffer();
  return { input: back, blend: 'multiply' };
}

function makeStamp(
  { text, x, y, angle, color }: NonNullable<ScanPlan['stamp']>,
  width: number,
  height: number,
): Buffer {
  const size = Math.round(width * 0.045);
  const box = Math.round(text.length * size * 0.78 + size);
  const [left, top] = [Math.round(width * x - box / 2), Math.round(height * y - size)];
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>` +
      `<g transform="rotate(${angle} ${left + box / 2} ${top + size})" fill="none" stroke="${color}" opacity="0.55">` +
      `<rect x="${left}" y="${top}" width="${box}" height="${size * 2}" rx="${size / 4}" stroke-width="${size / 9}"/>` +
      `<g transform="translate(${left + size / 2} ${top + size * 0.5}) scale(${size / 10})" stroke-width="1.6" stroke-linecap="round">${strokesOf(text)}</g></g></svg>`,
  );
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

/** Shadow along the spine and creases where the sheet was folded, as one layer to multiply. */
function makeLight({ shadow, folds }: ScanPlan, width: number, height: number): Buffer {
  const crease = folds
    .map((at) => {
      const y = Math.round(at * height);
      return `<rect x="0" y="${y - 3}" width="${width}" height="6" fill="url(#f)"/><rect x="0" y="${y}" width="${width}" height="1" fill="#8d8d8d"/>`;
    })
    .join('');
  const dark = Math.round(255 * (1 - shadow));
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>` +
      `<linearGradient id="s"><stop offset="0" stop-color="rgb(${dark},${dark},${dark})"/><stop offset="0.3" stop-color="#fff"/></linearGradient>` +
      `<linearGradient id="f" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff"/><stop offset="0.5" stop-color="#cfcfcf"/><stop offset="1" stop-color="#fff"/></linearGradient>` +
      `</defs><rect width="100%" height="100%" fill="url(#s)"/>${crease}</svg>`,
  );
}

/** Length of the table of grain: a prime, so that its period never lines up with a row of pixels. */
const GRAIN = 65_521;

/** Adds grain of a standard deviation in grey levels, the same on all three channels of a pixel. */
function addGrain(pixels: Buffer, deviation: number, random: Random): Buffer {
  if (deviation === 0) return pixels;
  // Twelve uniform draws less six are normal enough for grain, and need no transcendental function.
  const grain = new Int8Array(GRAIN);
  for (let i = 0; i < GRAIN; i += 1) {
    let sum = -6;
    for (let k = 0; k < 12; k += 1) sum += random.real();
    grain[i] = Math.max(-127, Math.min(127, Math.round(sum * deviation)));
  }
  const noisy = Buffer.allocUnsafe(pixels.length);
  let at = random.integer(0, GRAIN - 1);
  for (let i = 0; i < pixels.length; i += 3) {
    const add = grain[at] as number;
    at = at + 1 === GRAIN ? 0 : at + 1;
    for (let channel = 0; channel < 3; channel += 1) {
      const value = (pixels[i + channel] as number) + add;
      noisy[i + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
  return noisy;
}
