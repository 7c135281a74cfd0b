import type { Estimate } from '../statistics/estimate.ts';

const MISSING = '–';

/** A share as percent with one decimal and no sign, e.g. `95.2`. */
export function percentText(share: number): string {
  return Number.isFinite(share) ? unsignedZero((share * 100).toFixed(1)) : MISSING;
}

/** The interval of a share in percent, e.g. `94.1–96.1`. */
export function percentRange(estimate: Estimate): string {
  if (!Number.isFinite(estimate.low) || !Number.isFinite(estimate.high)) return MISSING;
  return `${percentText(estimate.low)}–${percentText(estimate.high)}`;
}

/** A share as `95.2% (94.1–96.1)`. */
export function percentEstimate(estimate: Estimate): string {
  return Number.isFinite(estimate.value) ? `${percentText(estimate.value)}% (${percentRange(estimate)})` : MISSING;
}

/** A difference of shares in points with its sign, e.g. `−0.2`. */
export function pointsText(difference: number): string {
  if (!Number.isFinite(difference)) return MISSING;
  const digits = Math.abs(difference * 100).toFixed(1);
  if (digits === '0.0') return digits;
  return `${difference < 0 ? '−' : '+'}${digits}`;
}

/** The interval of a difference in points, e.g. `−0.9 to +0.5`. */
export function pointsRange(estimate: Estimate): string {
  return `${pointsText(estimate.low)} to ${pointsText(estimate.high)}`;
}

/** Bytes in decimal units with three digits, e.g. `22.4 MB`. */
export function bytesText(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return MISSING;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  // 999.5 would be printed as 1000 of the smaller unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value.toFixed(0) : threeDigits(value)} ${units[unit]}`;
}

/** A positive quantity with about three digits, e.g. `6.12`, `48.3`, `1,204`. */
export function threeDigits(value: number): string {
  if (!Number.isFinite(value)) return MISSING;
  if (value >= 99.95) return countText(Math.round(value));
  return value.toFixed(value >= 9.995 ? 1 : 2);
}

/** A time in milliseconds, to the microsecond where it is short. */
export function millisecondsText(ms: number): string {
  return ms < 0.0995 ? ms.toFixed(3) : threeDigits(ms);
}

/** A count with thousands separated, e.g. `1,204`. */
export function countText(count: number): string {
  if (!Number.isFinite(count)) return MISSING;
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A count and its noun, e.g. `1 document`, `400 documents`. */
export function counted(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A duration, e.g. `4 min 12 s`. */
export function secondsText(seconds: number): string {
  if (!Number.isFinite(seconds)) return MISSING;
  const whole = Math.round(seconds);
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A p value, e.g. `0.004`, `< 0.001`. */
export function probabilityText(p: number): string {
  if (!Number.isFinite(p)) return MISSING;
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function unsignedZero(digits: string): string {
  return digits === '-0.0' ? '0.0' : digits.replace('-', '−');
}
