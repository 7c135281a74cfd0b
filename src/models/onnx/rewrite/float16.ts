const LARGEST = 65504;

/** What rounding to 16 bits did beyond rounding. */
export interface Float16Loss {
  /** Values beyond the range, set to its ends. */
  clamped: number;
  /** Values other than 0 that became 0. */
  vanished: number;
}

/** IEEE 754 binary16 of each value, rounded to nearest, ties to even; values beyond the range take its ends, infinities too. */
export function toFloat16(values: Float32Array): { bits: Uint16Array; loss: Float16Loss } {
  const bits = new Uint16Array(values.length);
  const loss = { clamped: 0, vanished: 0 };
  const float = new Float32Array(1);
  const word = new Uint32Array(float.buffer);
  for (const [index, value] of values.entries()) {
    if (Math.abs(value) > LARGEST) loss.clamped += 1;
    float[0] = Number.isNaN(value) ? Number.NaN : Math.max(-LARGEST, Math.min(LARGEST, value));
    const made = half(word[0] ?? 0);
    if ((made & 0x7fff) === 0 && value !== 0) loss.vanished += 1;
    bits[index] = made;
  }
  return { bits, loss };
}

function half(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 112;
  const fraction = word & 0x7fffff;
  if (exponent === 143) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  // Below the normal range the hidden bit moves into the fraction.
  if (exponent < -10) return sign;
  const shift = exponent > 0 ? 13 : 14 - exponent;
  const full = exponent > 0 ? (exponent << 23) | fraction : fraction | 0x800000;
  const kept = full >>> shift;
  const rest = full & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return sign | (kept + (rest > middle || (rest === middle && (kept & 1) === 1) ? 1 : 0));
}

/** The value of one binary16. */
export function fromFloat16(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
