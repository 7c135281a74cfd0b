import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { environmentError } from '../../core/errors.ts';
import { downloadFile } from './download-file.ts';
import { type HubReference, hubListingUrl, renderHubReference } from './hub-reference.ts';
import { type HubConnection, partOf } from './pull-file.ts';

/** A file of a repository, as its hub lists it. */
export interface HubFile {
  /** Inside the repository, with forward slashes. */
  path: string;
  bytes: number | null;
  /** SHA-1 of the Git object; `null` for a file in large-file storage, whose SHA-256 comes with its download. */
  gitSha1: string | null;
}

export interface HubListing {
  /** What the revision was when the list was made: all files are taken from there. */
  commit: string;
  files: HubFile[];
}

const schema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number().optional(),
      blobId: z.string().optional(),
      lfs: z.unknown().optional(),
    }),
  ),
});

/**
 * The files of a repository at one commit.
 * @throws AssayError as `downloadFile`; MODEL_PULL_FAILED (exit 3) where the answer is no such list.
 */
export async function loadHubListing(
  reference: HubReference,
  { endpoint, ...connection }: HubConnection & { endpoint: string },
): Promise<HubListing> {
  const url = hubListingUrl(reference, endpoint);
  // A list is made anew for every pull: no part of an old one may be continued, nor one of another process.
  const part = `${partOf(url, connection.cache)}.${process.pid}`;
  const what = renderHubReference(reference);
  try {
    await downloadFile({ ...connection, url, what, part, onProgress: () => {}, isHere: async () => false });
    return parseHubListing(JSON.parse(readFileSync(part, 'utf8')));
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof z.ZodError)) throw cause;
    throw environmentError(
      'MODEL_PULL_FAILED',
      `${what}: ${url.host} answers with something else than the list of its files`,
      'Check HF_ENDPOINT, or download the files otherwise and run assay models add FILE',
      cause,
    );
  } finally {
    await rm(part, { force: true });
    await rm(`${part}.json`, { force: true });
  }
}

/** What a hub says of a repository. Paths that would lead out of a folder are left out. */
function parseHubListing(value: unknown): HubListing {
  const { sha, siblings } = schema.parse(value);
  const safe = (path: string): boolean =>
    !/[\\\p{Cc}]/u.test(path) && path.split('/').every((segment) => !['', '.', '..'].includes(segment));
  const files = siblings
    .filter(({ rfilename }) => safe(rfilename))
    .map(({ rfilename, size, blobId, lfs }) => {
      const small = lfs === undefined || lfs === null;
      return { path: rfilename, bytes: size ?? null, gitSha1: small ? (blobId ?? null) : null };
    });
  return { commit: sha, files };
}
