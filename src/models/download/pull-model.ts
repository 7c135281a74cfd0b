import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { environmentError } from '../../core/errors.ts';
import { contentKey, sha256, sha256File } from '../../core/hash.ts';
import { type AddedModel, addModel, type AddOptions, idOfFile, requireFreeId } from '../shelf/add-model.ts';
import { cacheFolder } from '../shelf/cache-folder.ts';
import { withFileLock } from '../shelf/file-lock.ts';
import { loadRememberedDigest, rememberDigest } from '../shelf/load-file-digest.ts';
import { downloadFile, type DownloadTiming } from './download-file.ts';
import { type HubReference, hubUrl, parseHubReference, partsOfReference, renderHubReference } from './hub-reference.ts';

export interface PullOptions
  extends Pick<AddOptions, 'id' | 'description' | 'replace' | 'shelf' | 'registry' | 'cache'> {
  /** Address of the hub, e.g. `https://huggingface.co`. */
  endpoint: string;
  /** Sent to the hub alone; never printed and never written. */
  token: string | undefined;
  signal: AbortSignal;
  onProgress: (file: string, doneBytes: number, totalBytes: number | null) => void;
  timing?: Partial<DownloadTiming>;
}

export interface PulledModel extends AddedModel {
  /** Whether the hub gave a SHA-256 for every file, and all of them were right. */
  verified: boolean;
  /** Everything was here already. */
  unchanged: boolean;
}

/**
 * Downloads a GGUF model into `<cache>/pulled/<sha256>/` and puts it on the shelf. The first part of a split model brings the others.
 * @throws AssayError as `parseHubReference`, `hubUrl`, `downloadFile`, `addModel`; MODEL_PULL_CHECKSUM (what arrived is deleted).
 */
export async function pullModel(text: string, options: PullOptions): Promise<PulledModel> {
  const { cache = cacheFolder(), endpoint, token, onProgress, description, replace = false } = options;
  const reference = parseHubReference(text);
  const source = renderHubReference(reference);
  const id = options.id ?? idOfFile(reference.file);
  // Before gigabytes arrive, not after.
  requireFreeId(id, { ...options, source, replace });
  const pulled: PulledFile[] = [];
  for (const part of partsOfReference(reference)) {
    const file = basename(part.file);
    pulled.push(
      await pullFile(part, {
        url: hubUrl(part, endpoint),
        cache,
        token,
        signal: options.signal,
        onProgress: (done, total) => onProgress(file, done, total),
        timing: options.timing ?? {},
      }),
    );
  }
  const [first] = pulled;
  if (first === undefined) throw new Error(`no file is named by ${text}`);
  const whole = pulled.length === 1 ? first.sha256 : contentKey(pulled.map((part) => part.sha256));
  const folder = join(cache, 'pulled', whole);
  await mkdir(folder, { recursive: true });
  for (const { at, name, sha256: digest } of pulled) {
    const target = join(folder, name);
    if (at === target) continue;
    await rename(at, target);
    await rm(`${at}.json`, { force: true });
    await rememberDigest(target, digest, { cache });
  }
  const added = await addModel(join(folder, first.name), {
    ...options,
    cache,
    id,
    source,
    replace: true,
    ...(description === undefined ? {} : { description }),
  });
  return {
    ...added,
    verified: pulled.every(({ verified }) => verified),
    unchanged: pulled.every(({ unchanged }) => unchanged),
  };
}

interface PulledFile {
  /** Where it lies now. */
  at: string;
  name: string;
  sha256: string;
  verified: boolean;
  unchanged: boolean;
}

interface FileOptions {
  url: URL;
  cache: string;
  token: string | undefined;
  signal: AbortSignal;
  onProgress: (doneBytes: number, totalBytes: number | null) => void;
  timing: Partial<DownloadTiming>;
}

async function pullFile(reference: HubReference, options: FileOptions): Promise<PulledFile> {
  const { cache, url } = options;
  const what = renderHubReference(reference);
  const name = basename(reference.file);
  const part = join(cache, 'pulled', 'partial', `${sha256(url.href).slice(0, 32)}.part`);
  const placeOf = (digest: string): string => join(cache, 'pulled', digest, name);
  return withFileLock(`${part}.lock`, async () => {
    const downloaded = await downloadFile({
      ...options,
      what,
      part,
      isHere: async (digest) =>
        existsSync(placeOf(digest)) && (await loadRememberedDigest(placeOf(digest), { cache })) === digest,
    });
    const promised = downloaded.sha256;
    if (downloaded.skipped && promised !== null) {
      return { at: placeOf(promised), name, sha256: promised, verified: true, unchanged: true };
    }
    const found = await sha256File(part);
    if (promised !== null && promised !== found) {
      await rm(part, { force: true });
      await rm(`${part}.json`, { force: true });
      throw environmentError(
        'MODEL_PULL_CHECKSUM',
        `${what}: SHA-256 of the ${downloaded.bytes} bytes that arrived is ${found}, the hub says ${promised}; they were deleted`,
        'Run the same command again; if it repeats, something between here and the hub changes the file',
      );
    }
    return { at: part, name, sha256: found, verified: promised !== null, unchanged: false };
  });
}
