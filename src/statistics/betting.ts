import { requireInside, requireValues, type Values } from './require-input.ts';

export interface BettingOptions {
  /** Largest mean loss under the alternative; the null is "the mean is -margin or less". */
  margin: number;
  /** Largest stake; 0.95 / (1 - margin) unless told, so that one document never ruins the bet. */
  cap?: number;
}

/**
 * A test by betting (Waudby-Smith and Ramdas 2024) of "the mean of d is -margin or less" for d in [-1, 1], one document
 * after the other: the capital of three gamblers, one adaptive and two fixed, on y = d + margin. Under the null the
 * capital is a supermartingale from 1, so E >= 1/alpha at any look is evidence at level alpha (Ville's inequality),
 * however often one looks.
 */
export class Bet {
  private readonly margin: number;
  private readonly cap: number;
  private readonly sign: 1 | -1;
  private seen = 0;
  private sum = 0;
  private squares = 0;
  private mean = 0.01;
  private variance = 0.02;
  private adaptive = 0;
  private half = 0;
  private full = 0;
  private most = 1;

  private constructor(margin: number, cap: number, sign: 1 | -1) {
    this.margin = margin;
    this.cap = cap;
    this.sign = sign;
  }

  /** Bets that the loss is smaller than the margin. */
  static onSafe({ margin, cap = 0.95 / (1 - margin) }: BettingOptions): Bet {
    requireMargin(margin, cap, 1 - margin);
    return new Bet(margin, cap, 1);
  }

  /** Bets that the loss is larger than the margin. */
  static onWorse({ margin, cap = 0.95 / (1 + margin) }: BettingOptions): Bet {
    requireMargin(margin, cap, 1 + margin);
    return new Bet(margin, cap, -1);
  }

  /** One more document, in an order that does not depend on results. */
  observe(difference: number): void {
    if (!(difference >= -1 && difference <= 1)) requireInside(difference, 'a difference', -1, 1);
    const y = this.sign * (difference + this.margin);
    const stake = Math.min(Math.max(this.mean / (this.variance + this.mean * this.mean), 0), this.cap);
    this.adaptive += Math.log1p(stake * y);
    this.half += Math.log1p((this.cap / 2) * y);
    this.full += Math.log1p(this.cap * y);
    this.seen += 1;
    this.sum += y;
    this.mean = this.sum / (this.seen + 1);
    this.squares += (y - this.mean) ** 2;
    this.variance = (0.02 + this.squares) / (this.seen + 1);
    this.most = Math.max(this.most, this.evidence);
  }

  /** E now. */
  get evidence(): number {
    return (Math.exp(this.adaptive) + Math.exp(this.half) + Math.exp(this.full)) / 3;
  }

  /** The largest E at any look so far. */
  get highest(): number {
    return this.most;
  }

  get documents(): number {
    return this.seen;
  }
}

function requireMargin(margin: number, cap: number, worst: number): void {
  requireInside(margin, 'margin', 0, 1);
  requireInside(cap, 'cap', 0, 1 / worst + 1e-12);
}

/**
 * Anytime lower bound of the mean: minus the largest margin, on a grid of 0.001, that the bet did not reject at any
 * look. Holds at every look at once with confidence 1 - alpha: what a run that stopped early reports in place of an
 * interval. -1 when nothing is rejected.
 */
export function anytimeLowerBound(differences: Values, alpha: number): number {
  requireValues(differences, 'differences');
  requireInside(alpha, 'alpha', 0, 0.5);
  for (let step = 999; step >= 1; step -= 1) {
    const bet = Bet.onSafe({ margin: step / 1000 });
    for (const d of differences) {
      bet.observe(d);
      if (bet.highest >= 1 / alpha) break;
    }
    if (bet.highest < 1 / alpha) return -(step + 1) / 1000;
  }
  return -0.001;
}
