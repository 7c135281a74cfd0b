/** A file or row that was not imported, and why. Data for the report, never the end of an import. */
export interface Refusal {
  /** Relative to the folder that is imported, with `/`. */
  file: string;
  /** Line or row within the file, from 1. */
  row?: number;
  reason: string;
}

/** Thrown by a reader that meets something it cannot read; the importer turns it into a {@link Refusal} and goes on. */
export class Refused extends Error {
  readonly row: number | undefined;

  constructor(reason: string, row?: number) {
    super(reason);
    this.name = 'Refused';
    this.row = row;
  }
}

/** The refusal that was thrown while this file was read. Throws whatever else was thrown: that is a bug, not bad input. */
export function refusalOf(file: string, thrown: unknown): Refusal {
  if (!(thrown instanceof Refused)) throw thrown;
  return { file, ...(thrown.row === undefined ? {} : { row: thrown.row }), reason: thrown.message };
}
