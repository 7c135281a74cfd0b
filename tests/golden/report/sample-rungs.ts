import type { Verdict } from '../../../src/statistics/verdict.ts';

/** One rung of the sample's ladder; everything else in the sample follows from it. */
export interface Rung {
  id: string;
  megabytes: number;
  accuracy: number;
  exact: number;
  speed: number;
  lost: number;
  gained: number;
  changed: number;
  difference: [value: number, low: number, high: number, lowerBound: number];
  broken: [count: number, upperBound: number];
  verdict: Verdict;
  sentence: string;
}

export const F16 = { id: 'F16', megabytes: 22.41, accuracy: 0.9512, exact: 0.6125, speed: 3.84 };
// Differences are (gained - lost) / (400 documents x 14 fields), so that every number of the sample agrees with the others.
export const RUNGS: Rung[] = [
  rung(
    'Q8_0',
    11.92,
    0.9514,
    0.6125,
    5.02,
    [4, 5, 1],
    [0.0002, -0.0009, 0.0013, -0.0036],
    [0, 0.0075],
    'SAFE',
    'loses at most 0.4 pt vs F16 (95% one-sided; seen +0.0 pt, 400 invoices); breaks at most 0.7% more invoices (0 of 400). 9 fields flipped: 4 lost, 5 gained.',
  ),
  rung(
    'Q6_K',
    9.21,
    0.9507,
    0.61,
    5.47,
    [11, 8, 3],
    [-0.0005, -0.0021, 0.001, -0.0049],
    [0, 0.0075],
    'SAFE',
    'loses at most 0.5 pt vs F16 (95% one-sided; seen −0.1 pt, 400 invoices); breaks at most 0.7% more invoices (0 of 400). 19 fields flipped: 11 lost, 8 gained.',
  ),
  rung(
    'Q5_K_M',
    7.98,
    0.9485,
    0.6025,
    5.81,
    [24, 9, 6],
    [-0.0027, -0.0048, -0.0005, -0.007],
    [0, 0.0075],
    'SAFE',
    'loses at most 0.7 pt vs F16 (95% one-sided; seen −0.3 pt, 400 invoices); breaks at most 0.7% more invoices (0 of 400). 33 fields flipped: 24 lost, 9 gained. Measurably worse, but inside the margin.',
  ),
  rung(
    'Q4_K_M',
    6.84,
    0.9442,
    0.58,
    6.23,
    [61, 22, 14],
    [-0.007, -0.0102, -0.0038, -0.0123],
    [1, 0.0118],
    'SAFE',
    'loses at most 1.2 pt vs F16 (95% one-sided; seen −0.7 pt, 400 invoices); breaks at most 1.2% more invoices (1 of 400). 83 fields flipped: 61 lost, 22 gained. Measurably worse, but inside the margin.',
  ),
  rung(
    'Q3_K_M',
    5.63,
    0.9273,
    0.505,
    6.41,
    [171, 37, 40],
    [-0.0239, -0.0301, -0.0178, -0.0316],
    [3, 0.0193],
    'CANNOT_TELL',
    'between −3.0 and −1.8 pt vs F16 (95% CI, 400 invoices). More invoices will not help: the loss that was seen is larger than the 2.0 pt margin.',
  ),
  rung(
    'Q2_K',
    4.62,
    0.8032,
    0.1775,
    6.6,
    [864, 35, 210],
    [-0.148, -0.163, -0.1333, -0.163],
    [29, 0.0975],
    'WORSE',
    'loses 14.8 pt vs F16 (95% CI −16.3 to −13.3): beyond the 2.0 pt margin. 29 of 400 invoices break that F16 can read.',
  ),
];

function rung(
  id: string,
  megabytes: number,
  accuracy: number,
  exact: number,
  speed: number,
  [lost, gained, changed]: [number, number, number],
  difference: Rung['difference'],
  broken: Rung['broken'],
  verdict: Verdict,
  text: string,
): Rung {
  const head = { SAFE: 'SAFE at 2.0 pt', CANNOT_TELL: 'CANNOT TELL YET', WORSE: 'WORSE' }[verdict as 'SAFE'];
  return {
    id,
    megabytes,
    accuracy,
    exact,
    speed,
    lost,
    gained,
    changed,
    difference,
    broken,
    verdict,
    sentence: `${head}: ${text}`,
  };
}
