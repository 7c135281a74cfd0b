/** One number for each of many rows, 0 until it is set: 8 bytes a row, where an object takes hundreds. */
export class GrowingColumn {
  private values = new Float64Array(256);

  at(row: number): number {
    return this.values[row] ?? 0;
  }

  set(row: number, value: number): void {
    if (row >= this.values.length) this.grow(row + 1);
    this.values[row] = value;
  }

  add(row: number, value: number): void {
    this.set(row, this.at(row) + value);
  }

  private grow(rows: number): void {
    // By half: doubling would leave up to half of a large column empty.
    const larger = new Float64Array(Math.max(rows, Math.ceil(this.values.length * 1.5)));
    larger.set(this.values);
    this.values = larger;
  }
}
