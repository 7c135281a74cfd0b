export interface MonotoneEquation {
  /** Increasing on [low, high], negative at low and positive at high. */
  value: (x: number) => number;
  /** Its derivative where known: Newton's steps then save most bisections. */
  slope?: (x: number) => number;
  low: number;
  high: number;
  start?: number;
}

/** The root of an increasing function: Newton's steps kept inside a shrinking bracket, bisection where they leave it. */
export function solveMonotone({ value, slope, low, high, start }: MonotoneEquation): number {
  let left = low;
  let right = high;
  let x = start ?? (low + high) / 2;
  for (let i = 0; i < 200; i += 1) {
    const error = value(x);
    if (error === 0) return x;
    if (error < 0) left = x;
    else right = x;
    const newton = slope === undefined ? Number.NaN : x - error / slope(x);
    const next = newton > left && newton < right ? newton : (left + right) / 2;
    if (Math.abs(next - x) <= 2e-16 * Math.abs(x) || next === left || next === right) return next;
    x = next;
  }
  return x;
}
