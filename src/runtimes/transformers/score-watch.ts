/** Follows the scores from which each token of one answer was chosen: their log-probabilities and times. */
export class ScoreWatch {
  /** When the scores of the first token were there; `null` before. */
  firstMs: number | null = null;
  private readonly onToken: () => void;
  private readonly best: { id: number; logProbability: number }[] = [];

  constructor(onToken: () => void) {
    this.onToken = onToken;
  }

  /** The scores (logits) of every token that may come next. */
  see(scores: ArrayLike<number>): void {
    this.firstMs ??= performance.now();
    let [id, largest] = [0, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < scores.length; i += 1) {
      const score = scores[i] ?? Number.NEGATIVE_INFINITY;
      if (score > largest) [id, largest] = [i, score];
    }
    let sum = 0;
    for (let i = 0; i < scores.length; i += 1) sum += Math.exp((scores[i] ?? Number.NEGATIVE_INFINITY) - largest);
    // The softmax of the largest score is one over the sum of all, each relative to it.
    this.best.push({ id, logProbability: -Math.log(sum) + 0 });
    this.onToken();
  }

  /**
   * Natural-log probability of each token of the answer. Throws where it is not the one that the scores put first: then
   * decoding was not greedy.
   */
  logProbabilitiesOf(tokens: readonly number[]): number[] {
    return tokens.map((token, place) => {
      const best = this.best[place];
      if (best?.id !== token) throw new Error(`token ${place} is ${token}; its scores put ${best?.id} first`);
      return best.logProbability;
    });
  }
}
