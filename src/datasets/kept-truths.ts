import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { GroundTruth } from '../invoices/truth.ts';

/** So many truths are kept as they are: most runs have no more documents. */
const KEPT_WHOLE = 2000;

/**
 * The truths of a dataset by id. Those of a large set are packed, each by itself against one of them, to a fifth of their text: as objects,
 * 100,000 would take 300 MB, and over a gigabyte with lines and boxes.
 */
export class KeptTruths {
  private readonly whole = new Map<string, GroundTruth>();
  private readonly packed = new Map<string, Buffer>();
  private dictionary: Buffer | undefined;
  private readonly most: number;

  constructor(most = KEPT_WHOLE) {
    this.most = most;
  }

  get ids(): string[] {
    return [...this.whole.keys(), ...this.packed.keys()];
  }

  has(id: string): boolean {
    return this.whole.has(id) || this.packed.has(id);
  }

  add(truth: GroundTruth): void {
    if (this.whole.size < this.most) {
      this.whole.set(truth.id, truth);
      return;
    }
    const text = Buffer.from(JSON.stringify(truth));
    this.dictionary ??= text;
    this.packed.set(truth.id, Buffer.from(deflateRawSync(text, { dictionary: this.dictionary, level: 3 })));
  }

  get(id: string): GroundTruth | undefined {
    const packed = this.packed.get(id);
    if (packed === undefined || this.dictionary === undefined) return this.whole.get(id);
    return JSON.parse(inflateRawSync(packed, { dictionary: this.dictionary }).toString()) as GroundTruth;
  }
}
