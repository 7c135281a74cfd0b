import type { ScanPlan } from './scan-plan.ts';

type Box = readonly [number, number, number, number];

/**
 * Where a box of the clean page lies on its scan: the upright box around it after skew and quarter turns, as fractions of
 * the scanned picture, origin top left. `page` is the size of the clean page in any unit.
 */
export function boxOnScan(
  box: Box,
  { skew, turn }: Pick<ScanPlan, 'skew' | 'turn'>,
  page: { width: number; height: number },
): [number, number, number, number] {
  const { width, height } = page;
  const [left, top, right, bottom] = box;
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as const;
  const angle = (skew * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // The picture grows to hold the corners of the turned sheet.
  const full = {
    width: width * Math.abs(cos) + height * Math.abs(sin),
    height: width * Math.abs(sin) + height * Math.abs(cos),
  };
  const points = corners.map(([x, y]) => {
    const [dx, dy] = [(x - 0.5) * width, (y - 0.5) * height];
    return quarterTurn(0.5 + (dx * cos - dy * sin) / full.width, 0.5 + (dx * sin + dy * cos) / full.height, turn);
  });
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [round(Math.min(...xs)), round(Math.min(...ys)), round(Math.max(...xs)), round(Math.max(...ys))];
}

/** A point of a picture, as fractions, after the picture was turned clockwise. */
function quarterTurn(x: number, y: number, turn: ScanPlan['turn']): readonly [number, number] {
  if (turn === 90) return [1 - y, x];
  if (turn === 180) return [1 - x, 1 - y];
  return turn === 270 ? [y, 1 - x] : [x, y];
}

function round(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000;
}
