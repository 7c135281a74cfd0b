import { Random } from '../../core/random.ts';

/** How badly a page was copied: 0 is a flat-bed scan in good order, 3 is a photocopy of a folded fax. */
export const SEVERITIES = [0, 1, 2, 3] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Everything that happens to one page, drawn from its seed before anything is done; recorded in the truth. */
export interface ScanPlan {
  severity: Severity;
  /** Resolution of the picture. */
  dpi: number;
  /** Degrees clockwise. */
  skew: number;
  /** Quarter turns in degrees clockwise. */
  turn: 0 | 90 | 180 | 270;
  /** Standard deviation of the blur in pixels; 0 for none. */
  blur: number;
  /** Standard deviation of the grain in grey levels. */
  noise: number;
  /** JPEG quality, 1 to 100. */
  jpeg: number;
  grey: boolean;
  /** Darkness of a shadow along one edge, 0 to 1. */
  shadow: number;
  /** Words of a rubber stamp and where its middle is, as fractions of the page. */
  stamp: { text: string; x: number; y: number; angle: number; color: string } | null;
  /** Heights of fold lines as fractions of the page. */
  folds: number[];
  /** Strength with which the back of the sheet shines through, 0 to 1. */
  bleed: number;
}

const STAMPS = [
  'PAID',
  'RECEIVED',
  'COPY',
  'BEZAHLT',
  'EINGANG',
  'PAYÉ',
  'COPIE',
  'PAGADO',
  'PAGATO',
  'KOPIE',
  'APPROVED',
];
const INKS = ['#b3202c', '#1c3f94', '#2a6b3c', '#5c2a83'];

/** Draws what happens to a page. A pure function of its arguments. */
export function planScan(seed: number, id: string, page: number, severity?: Severity): ScanPlan {
  const random = Random.stream(seed, 'scan', id, page);
  const drawn = random.pick([0, 1, 1, 2, 2, 3] as const);
  const level = severity ?? drawn;
  const between = (low: number, high: number): number => Math.round((low + (high - low) * random.real()) * 100) / 100;
  const sign = random.chance(0.5) ? 1 : -1;
  const turned = random.chance([0, 0.05, 0.1, 0.15][level] as number);
  return {
    severity: level,
    dpi: random.pick([[200], [150, 200], [120, 150], [100, 110]][level] as number[]),
    skew:
      sign *
      between(
        ...([
          [0, 0.2],
          [0.2, 1],
          [0.8, 2],
          [1.5, 3],
        ][level] as [number, number]),
      ),
    turn: turned ? random.pick([90, 180, 270] as const) : 0,
    blur:
      level === 0
        ? 0
        : between(
            ...([
              [0, 0],
              [0.3, 0.4],
              [0.4, 0.6],
              [0.6, 0.9],
            ][level] as [number, number]),
          ),
    noise: between(
      ...([
        [0, 2],
        [2, 5],
        [4, 8],
        [8, 14],
      ][level] as [number, number]),
    ),
    jpeg: random.integer(
      ...([
        [88, 95],
        [72, 85],
        [50, 68],
        [30, 48],
      ][level] as [number, number]),
    ),
    grey: random.chance([0.3, 0.6, 0.8, 0.9][level] as number),
    shadow: random.chance([0, 0.3, 0.5, 0.7][level] as number)
      ? between(0.08, [0.1, 0.2, 0.3, 0.4][level] as number)
      : 0,
    stamp: random.chance([0.05, 0.2, 0.3, 0.4][level] as number)
      ? {
          text: random.pick(STAMPS),
          x: between(0.3, 0.75),
          y: between(0.55, 0.85),
          angle: sign * between(4, 24),
          color: random.pick(INKS),
        }
      : null,
    folds: random.chance([0, 0.2, 0.4, 0.6][level] as number) ? random.pick([[0.5], [0.33, 0.66]]) : [],
    bleed: random.chance([0, 0.2, 0.4, 0.6][level] as number)
      ? between(0.05, [0.05, 0.08, 0.12, 0.18][level] as number)
      : 0,
  };
}
