import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';

/** What the load stage makes of a file. A broken document is a failure with its reason, never an exception. */
export type LoadResult = { kind: 'loaded'; mediaType: string; text: string } | { kind: 'failed'; reason: string };

/** Reads one media type. */
export type Loader = (bytes: Uint8Array) => LoadResult | Promise<LoadResult>;

/** Largest file that is read at all, in bytes. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

const MEDIA_TYPES: Readonly<Record<string, string>> = { '.txt': 'text/plain' };

const LOADERS: Readonly<Record<string, Loader>> = { 'text/plain': loadText };

/** Reads a document file into text by its media type, which follows from the file's extension unless given. */
export async function loadDocument(path: string, mediaType?: string): Promise<LoadResult> {
  const type = mediaType ?? MEDIA_TYPES[extname(path).toLowerCase()];
  const loader = type === undefined ? undefined : LOADERS[type];
  if (loader === undefined) {
    const allowed = Object.keys(LOADERS).join(', ');
    return failed(`no loader for ${type ?? `files named *${extname(path)}`}; there is one for: ${allowed}`);
  }
  try {
    const { size } = await stat(path);
    if (size > MAX_DOCUMENT_BYTES) return failed(`${size} bytes; the limit is ${MAX_DOCUMENT_BYTES}`);
    return await loader(await readFile(path));
  } catch (error) {
    return failed(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Text is UTF-8, unchanged, so that spans of the truth keep pointing at the same characters. */
export function loadText(bytes: Uint8Array): LoadResult {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return failed('is not valid UTF-8');
  }
  return text.trim() === '' ? failed('is empty') : { kind: 'loaded', mediaType: 'text/plain', text };
}

function failed(reason: string): LoadResult {
  return { kind: 'failed', reason };
}
