/** Random draws that serve again, by what they were drawn for: together at most so many bytes, beyond which all are drawn anew. */
export class KeptDraws {
  private readonly draws = new Map<string, Uint8Array>();
  private bytes = 0;
  private readonly mostBytes: number;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  get(key: string): Uint8Array | undefined {
    return this.draws.get(key);
  }

  keep(key: string, memory: Uint8Array): void {
    if (this.bytes + memory.length > this.mostBytes) {
      this.draws.clear();
      this.bytes = 0;
    }
    this.draws.set(key, memory);
    this.bytes += memory.length;
  }
}
