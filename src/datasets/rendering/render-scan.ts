import sharp from 'sharp';
import { Random } from '../../core/random.ts';
import type { ScanPlan } from './scan-plan.ts';
import { drawStamp, type StampLayer } from './stamp.ts';

/** What lies around a sheet that is not straight. */
const BED = { r: 244, g: 243, b: 239 };

interface Raster {
  pixels: Buffer;
  width: number;
  height: number;
  channels: 1 | 3;
}

/**
 * A clean picture of a page (PNG at the plan's resolution) as a scan (JPEG). A skewed sheet keeps its corners: the picture
 * grows by what they need. Everything random is drawn from the plan's seed, so the same page and plan give the same
 * pixels on the same version of sharp.
 */
export async function renderScan(page: Buffer, plan: ScanPlan, seed: number): Promise<Buffer> {
  const paper = await decode(page, plan.grey);
  await stain(paper, plan);
  let bent = sharp(paper.pixels, { raw: paper });
  if (plan.skew !== 0) bent = bent.rotate(plan.skew, { background: BED });
  if (plan.blur >= 0.3) bent = bent.blur(plan.blur);
  // Turning brings in an alpha channel and, for grey, three colours.
  bent = plan.grey ? bent.removeAlpha().toColourspace('b-w').extractChannel(0) : bent.removeAlpha();
  const { data, info } = await bent.raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const channels = info.channels as 1 | 3;
  addGrain({ pixels: data, width, height, channels }, plan.noise, Random.stream(seed, 'grain'));
  // Quarter turns are of the pixels, not a note in the file's header that readers may ignore.
  return sharp(data, { raw: { width, height, channels } })
    .rotate(plan.turn)
    .withDensity(plan.dpi)
    .jpeg({ quality: plan.jpeg, chromaSubsampling: '4:2:0' })
    .toBuffer();
}

async function decode(page: Buffer, grey: boolean): Promise<Raster> {
  const flat = sharp(page).flatten({ background: '#ffffff' });
  const plain = grey ? flat.grayscale() : flat.removeAlpha();
  const { data, info } = await plain.raw().toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height, channels: grey ? 1 : 3 };
}

/** Multiplies the page by all that darkens it: the back of the sheet, a stamp, the shadow of the spine, creases. */
async function stain(paper: Raster, plan: ScanPlan): Promise<void> {
  const { pixels, width, height, channels } = paper;
  if (plan.stamp !== null) {
    const layer = await drawStamp(plan.stamp, paper);
    if (layer !== null) multiplyStamp(paper, layer);
  }
  const back = plan.bleed > 0 ? await drawBack(paper) : null;
  if (back === null && plan.shadow === 0 && plan.folds.length === 0) return;
  const columns = Float64Array.from({ length: width }, (_, x) => lightOfColumn(x / width, plan.shadow));
  const rows = Float64Array.from({ length: height }, (_, y) => lightOfRow(y, height, plan.folds));
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    const row = rows[y] as number;
    for (let x = 0; x < width; x += 1) {
      let light = row * (columns[x] as number);
      // The back is seen mirrored.
      if (back !== null) light *= 1 - plan.bleed * (1 - (back[y * width + (width - 1 - x)] as number) / 255);
      for (let channel = 0; channel < channels; channel += 1, at += 1)
        pixels[at] = Math.round((pixels[at] as number) * light);
    }
  }
}

/** On a grey page by the luma of ITU-R BT.601, as a grey copier sees the ink. */
function multiplyStamp({ pixels, width, channels }: Raster, layer: StampLayer): void {
  const { pixels: ink } = layer;
  for (let y = 0; y < layer.height; y += 1) {
    for (let x = 0; x < layer.width; x += 1) {
      const from = 3 * (y * layer.width + x);
      const to = channels * ((layer.top + y) * width + layer.left + x);
      const [red, green, blue] = [ink[from] as number, ink[from + 1] as number, ink[from + 2] as number];
      if (channels === 1) darken(pixels, to, 0.299 * red + 0.587 * green + 0.114 * blue);
      else [red, green, blue].forEach((value, channel) => darken(pixels, to + channel, value));
    }
  }
}

function darken(pixels: Buffer, at: number, by: number): void {
  pixels[at] = Math.round(((pixels[at] as number) * by) / 255);
}

/** The page as it shines through from behind: grey and soft; one byte a pixel, not yet mirrored. */
function drawBack({ pixels, width, height, channels }: Raster): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels } }).grayscale().blur(1.2).extractChannel(0).raw().toBuffer();
}

/** Darkest at the left edge, gone at three tenths of the width. */
function lightOfColumn(x: number, shadow: number): number {
  return 1 - shadow * Math.max(0, 1 - x / 0.3);
}

/** A crease is a soft valley of seven rows with a sharp line in its middle. */
function lightOfRow(y: number, height: number, folds: readonly number[]): number {
  let light = 1;
  for (const fold of folds) {
    const distance = Math.abs(y - Math.round(fold * height));
    if (distance === 0) light *= 0.55;
    else if (distance <= 3) light *= 1 - 0.19 * (1 - distance / 4);
  }
  return light;
}

/** Length of the table of grain: a prime, so that its period never lines up with a row of pixels. */
const GRAIN = 65_521;

/** Adds grain of a standard deviation in grey levels, the same on all channels of a pixel. */
function addGrain({ pixels, channels }: Raster, deviation: number, random: Random): void {
  if (deviation === 0) return;
  // Twelve uniform draws less six are normal enough for grain, and need no transcendental function.
  const grain = new Int8Array(GRAIN);
  for (let i = 0; i < GRAIN; i += 1) {
    let sum = -6;
    for (let k = 0; k < 12; k += 1) sum += random.real();
    grain[i] = Math.max(-127, Math.min(127, Math.round(sum * deviation)));
  }
  let at = random.integer(0, GRAIN - 1);
  for (let i = 0; i < pixels.length; i += channels) {
    const add = grain[at] as number;
    at = at + 1 === GRAIN ? 0 : at + 1;
    for (let channel = 0; channel < channels; channel += 1) {
      const value = (pixels[i + channel] as number) + add;
      pixels[i + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}
