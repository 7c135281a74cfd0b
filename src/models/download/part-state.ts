import { readFile, writeFile } from 'node:fs/promises';

/** What a part is a part of: `PART.json`. */
export interface PartState {
  url: string;
  etag: string | null;
  sha256: string | null;
}

/** `undefined` when a part is of something else, or nothing could tell whether the file has changed since. */
export async function loadState(part: string, url: URL): Promise<PartState | undefined> {
  try {
    const state = JSON.parse(await readFile(`${part}.json`, 'utf8')) as PartState;
    return state.url === url.href && (state.etag !== null || state.sha256 !== null) ? state : undefined;
  } catch {
    return undefined;
  }
}

export async function saveState(part: string, state: PartState): Promise<void> {
  await writeFile(`${part}.json`, JSON.stringify(state));
}
