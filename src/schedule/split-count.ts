import type { TrialRecord } from '../records/record.ts';

/** Counts the documents whose prompts were too long and were asked about in parts, to say it aloud. */
export class SplitCount {
  private readonly counts = new Map<string, { documents: number; most: number; limitTokens: number }>();

  add({ variant, split }: TrialRecord): void {
    if (split === undefined) return;
    const { documents, most } = this.counts.get(variant) ?? { documents: 0, most: 0 };
    const { parts, limitTokens } = split;
    this.counts.set(variant, { documents: documents + 1, most: Math.max(most, parts), limitTokens });
  }

  /** One sentence per variant that had any. */
  warnings(): string[] {
    return [...this.counts].map(
      ([variant, { documents, most, limitTokens }]) =>
        `${variant} read ${documents} ${documents === 1 ? 'document' : 'documents'} in up to ${most} parts: their prompts take more than ${limitTokens} tokens`,
    );
  }
}
