/** Decimals of currencies that differ from two (ISO 4217). */
const DECIMALS: Readonly<Record<string, number>> = {
  BHD: 3,
  CLP: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** How many decimals amounts of a currency have: 0, 2 or 3. */
export function currencyDecimals(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

/** The decimal string of a scaled integer: `(117696, 2)` is `1176.96`. */
export function decimalOf(scaled: number, decimals: number): string {
  if (!Number.isSafeInteger(scaled)) throw new RangeError(`${scaled} is no exact integer`);
  if (decimals === 0) return String(scaled === 0 ? 0 : scaled);
  const magnitude = Math.abs(scaled);
  const unit = POWERS[decimals] ?? 10 ** decimals;
  const rest = magnitude % unit;
  const fraction = decimals === 2 ? CENTS[rest] : String(rest).padStart(decimals, '0');
  return `${scaled < 0 ? '-' : ''}${(magnitude - rest) / unit}.${fraction}`;
}

const ZERO = 48;
const POWERS = [1, 10, 100, 1000, 10_000];
/** Two digits each: most amounts end in one of these. */
const CENTS: readonly string[] = Array.from({ length: 100 }, (_, cent) => String(cent).padStart(2, '0'));

/** As {@link decimalOf}, without zeros at the end of the fraction: `(1500, 3)` is `1.5`. */
export function shortDecimalOf(scaled: number, decimals: number): string {
  const unit = POWERS[decimals] ?? 10 ** decimals;
  if (scaled % unit === 0) return decimalOf(scaled / unit, 0);
  const text = decimalOf(scaled, decimals);
  let end = text.length;
  while (text.charCodeAt(end - 1) === ZERO) end -= 1;
  return text.slice(0, end);
}

/** `a * b / divisor` to the nearest integer, halves away from zero; exact for any safe integers. */
export function multiplyRounded(a: number, b: number, divisor: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(product * 2 + divisor)) {
    const quotient = Math.trunc(product / divisor);
    const rest = Math.abs(product - quotient * divisor);
    return 2 * rest >= Math.abs(divisor) ? quotient + (product < 0 === divisor < 0 ? 1 : -1) : quotient;
  }
  return Number(divideRounded(BigInt(a) * BigInt(b), BigInt(divisor)));
}

/** Quotient to the nearest integer, halves away from zero. */
export function divideRounded(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const rest = value % divisor;
  const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);
  if (2n * magnitude(rest) < magnitude(divisor)) return quotient;
  return quotient + (value < 0n === divisor < 0n ? 1n : -1n);
}
