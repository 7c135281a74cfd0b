/** Something that takes space and could be removed as a whole. */
export interface StoredItem {
  kind:
    | 'quantization'
    | 'download'
    | 'partial'
    | 'copy'
    | 'checksums'
    | 'answers'
    | 'stages'
    | 'engine'
    | 'run'
    | 'other';
  name: string;
  path: string;
  bytes: number;
  /** Milliseconds since 1970 of the latest write. */
  modifiedMs: number;
  /**
   * `free`: can be made or had again, or is complete. `incomplete`: a run that could be resumed. `shelf`: an id of the shelf names it.
   * `busy`: another process is writing it.
   */
  state: 'free' | 'incomplete' | 'shelf' | 'busy';
  /** Experiment of a run. */
  experiment?: string;
}
