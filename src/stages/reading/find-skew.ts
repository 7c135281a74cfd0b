import sharp from 'sharp';

/** How a page lies: a quarter turn first, then the rest in degrees, clockwise positive. */
export interface Skew {
  quarterTurn: boolean;
  degrees: number;
}

/** Width in pixels at which a page is looked at: lines are still apart, and a degree moves an edge by many pixels. */
const LOOK_WIDTH = 700;
const STEP = 0.25;
const MOST_DEGREES = 5;
/** Columns of letters show between themselves far less than rows do; only a clear sign turns a page. */
const TURN_FACTOR = 1.6;

/**
 * The skew of a page of text: the angle at which its rows are divided most sharply, which is where the ink per row
 * varies most (Postl's projection profile). A page whose columns are divided much more sharply than its rows lies on its side.
 */
export async function findSkew(page: Uint8Array): Promise<Skew> {
  const { data, info } = await sharp(page)
    .resize({ width: LOOK_WIDTH, height: LOOK_WIDTH, fit: 'inside', withoutEnlargement: true })
    .grayscale()
    .normalise()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const ink: [x: number, y: number][] = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) if ((data[y * width + x] ?? 255) < 128) ink.push([x, y]);
  if (ink.length < 50) return { quarterTurn: false, degrees: 0 };
  const upright = bestAngle(ink, height);
  const turned = bestAngle(
    ink.map(([x, y]) => [height - 1 - y, x]),
    width,
  );
  const quarterTurn = turned.sharpness > upright.sharpness * TURN_FACTOR;
  return { quarterTurn, degrees: (quarterTurn ? turned : upright).degrees };
}

function bestAngle(ink: readonly [number, number][], rows: number): { degrees: number; sharpness: number } {
  let best = { degrees: 0, sharpness: sharpnessAt(ink, rows, 0) };
  for (let step = 1; step <= MOST_DEGREES / STEP; step += 1) {
    for (const degrees of [step * STEP, -step * STEP]) {
      const sharpness = sharpnessAt(ink, rows, degrees);
      // A page that is straight stays as it is unless an angle is clearly better.
      if (sharpness > best.sharpness * 1.02) best = { degrees, sharpness };
    }
  }
  return best;
}

/** Sum of squared differences of the ink of neighbouring rows, on a page sheared by the angle. */
function sharpnessAt(ink: readonly [number, number][], rows: number, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const margin = Math.ceil(LOOK_WIDTH * Math.abs(slope)) + 1;
  const profile = new Float64Array(rows + 2 * margin);
  for (const [x, y] of ink) {
    const row = Math.round(y - x * slope) + margin;
    profile[row] = (profile[row] ?? 0) + 1;
  }
  let sum = 0;
  for (let row = 1; row < profile.length; row += 1) sum += ((profile[row] ?? 0) - (profile[row - 1] ?? 0)) ** 2;
  return sum;
}
