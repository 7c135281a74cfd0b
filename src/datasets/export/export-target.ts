export interface ExportTarget {
  /** A new file, or for `ubl` a new folder. */
  out: string;
  onDocument?: (() => void) | undefined;
}

export interface ExportReport {
  documents: number;
  out: string;
  /** In how many documents the truth cannot fill an element that the format requires. */
  incomplete: Record<string, number>;
}
