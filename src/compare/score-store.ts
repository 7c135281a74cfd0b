import type { DocumentScore } from '../scoring/outcome.ts';
import { GrowingColumn } from './growing-column.ts';
import { ScorePacker, ScoreUnpacker } from './packed-score.ts';

const CHUNK_BYTES = 1 << 20;

/**
 * Scores of any number of trials, packed into chunks of bytes that the garbage collector never looks through: a run of
 * 100,000 records is held in little more than the text of its answers. A score is unpacked each time it is asked for.
 */
export class ScoreStore {
  private readonly packer = new ScorePacker();
  private readonly unpacker = new ScoreUnpacker();
  private readonly chunks: Buffer[] = [];
  private free = 0;
  private readonly chunkOf = new GrowingColumn();
  private readonly start = new GrowingColumn();
  private readonly end = new GrowingColumn();
  private readonly names: (readonly string[])[] = [];
  private readonly rests: (string | null)[] = [];

  /** Keeps a score and gives its place, from 0. */
  add(score: DocumentScore): number {
    const { names, text, rest } = this.packer.pack(score);
    const place = this.names.length;
    const bytes = Buffer.byteLength(text);
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || this.free + bytes > chunk.length) {
      chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, bytes));
      this.chunks.push(chunk);
      this.free = 0;
    }
    chunk.write(text, this.free);
    this.chunkOf.set(place, this.chunks.length - 1);
    this.start.set(place, this.free);
    this.free += bytes;
    this.end.set(place, this.free);
    this.names.push(names);
    this.rests.push(rest);
    return place;
  }

  /** The score as it was. */
  at(place: number): DocumentScore {
    const chunk = this.chunks[this.chunkOf.at(place)];
    const names = this.names[place];
    if (chunk === undefined || names === undefined) throw new RangeError(`no score was kept at ${place}`);
    const text = chunk.toString('utf8', this.start.at(place), this.end.at(place));
    return this.unpacker.unpack({ names, text, rest: this.rests[place] ?? null });
  }
}
