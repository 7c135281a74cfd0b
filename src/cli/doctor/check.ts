/** One thing that was looked at. */
export interface Check {
  /** What was looked at, e.g. `node`. */
  id: string;
  /** `problem`: the main job cannot run. `warning`: it runs, but slower or not all of it. `note`: nothing to do. */
  status: 'ok' | 'note' | 'warning' | 'problem';
  /** What was found; for people. */
  found: string;
  /** The command, or the step, that mends it; `null` when nothing is to be done. */
  fix: string | null;
  /** The same as data. */
  data?: object;
}

export function ok(id: string, found: string, data?: object): Check {
  return { id, status: 'ok', found, fix: null, ...(data === undefined ? {} : { data }) };
}

export function note(id: string, found: string, fix: string | null = null, data?: object): Check {
  return { id, status: 'note', found, fix, ...(data === undefined ? {} : { data }) };
}
