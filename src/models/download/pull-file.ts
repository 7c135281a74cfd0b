import { createHash } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AssayError, environmentError } from '../../core/errors.ts';
import { sha256, sha256File } from '../../core/hash.ts';
import { withFileLock } from '../shelf/file-lock.ts';
import { rememberDigest } from '../shelf/load-file-digest.ts';
import { downloadFile, type DownloadTiming } from './download-file.ts';

/** How a pull talks to its hub, and where it keeps what arrives. */
export interface HubConnection {
  /** Sent to the hub alone; never printed and never written. */
  token: string | undefined;
  signal: AbortSignal;
  timing: Partial<DownloadTiming>;
  cache: string;
}

export interface FileRequest extends HubConnection {
  url: URL;
  /** What is downloaded, for messages. */
  what: string;
  onProgress: (doneBytes: number, totalBytes: number | null) => void;
  /** Where a file of this digest lies already; `null` when it does not. */
  placeOf: (digest: string) => Promise<string | null>;
  /** SHA-1 of the file as a Git object, where the hub lists it: files outside of large-file storage have no SHA-256 there. */
  gitSha1?: string | null;
}

export interface PulledFile {
  /** Where it lies now: a finished part, or the place of an earlier pull. */
  at: string;
  sha256: string;
  /** Whether the hub gave a checksum, and it was right. */
  verified: boolean;
  /** It was here already. */
  unchanged: boolean;
}

/** Path of the part of a download. */
export function partOf(url: URL, cache: string): string {
  return join(cache, 'pulled', 'partial', `${sha256(url.href).slice(0, 32)}.part`);
}

/**
 * Downloads one file, or goes on with what an earlier call left, and checks it.
 * @throws AssayError as `downloadFile`; MODEL_PULL_CHECKSUM (what arrived is deleted).
 */
export async function pullFile(request: FileRequest): Promise<PulledFile> {
  const { url, what, gitSha1 = null, placeOf } = request;
  const part = partOf(url, request.cache);
  return withFileLock(`${part}.lock`, async () => {
    const isHere = async (digest: string): Promise<boolean> => (await placeOf(digest)) !== null;
    const downloaded = await downloadFile({ ...request, part, isHere });
    const promised = downloaded.sha256;
    const place = downloaded.skipped && promised !== null ? await placeOf(promised) : null;
    if (promised !== null && place !== null) return { at: place, sha256: promised, verified: true, unchanged: true };
    const found = await sha256File(part);
    if (promised !== null && promised !== found) throw await corrupted(part, what, `SHA-256 ${found}`, promised);
    if (promised === null && gitSha1 !== null) {
      const object = gitDigestOf(part);
      if (object !== gitSha1) throw await corrupted(part, what, `Git SHA-1 ${object}`, gitSha1);
    }
    return { at: part, sha256: found, verified: promised !== null || gitSha1 !== null, unchanged: false };
  });
}

/** Puts a pulled file where it belongs; a part is moved, a file of an earlier pull is copied. */
export async function settleFile({ at, sha256: digest }: PulledFile, target: string, cache: string): Promise<void> {
  if (at === target) return;
  await mkdir(dirname(target), { recursive: true });
  if (at.endsWith('.part')) {
    await rename(at, target);
    await rm(`${at}.json`, { force: true });
  } else {
    // Costs nothing where the file system can share blocks; whole or not at all.
    await copyFile(at, `${target}.new`, constants.COPYFILE_FICLONE);
    await rename(`${target}.new`, target);
  }
  await rememberDigest(target, digest, { cache });
}

/** What Git calls a file of these bytes. */
function gitDigestOf(file: string): string {
  const content = readFileSync(file);
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

async function corrupted(part: string, what: string, found: string, promised: string): Promise<AssayError> {
  const { size } = await stat(part);
  await rm(part, { force: true });
  await rm(`${part}.json`, { force: true });
  return environmentError(
    'MODEL_PULL_CHECKSUM',
    `${what}: the ${size} bytes that arrived have ${found}, the hub says ${promised}; they were deleted`,
    'Run the same command again; if it repeats, something between here and the hub changes the file',
  );
}
