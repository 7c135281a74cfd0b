/** The answer to one request, redirects followed. */
export interface Download {
  response: Response;
  /** SHA-256 that the hub promises (`X-Linked-Etag` of a file in large-file storage); `null` when it does not. */
  sha256: string | null;
}

export interface DownloadRequest {
  url: URL;
  /** Sent to the origin of `url` and to nobody else. */
  token: string | undefined;
  /** First byte wanted. */
  from: number;
  /** Only then is a part good enough; else the whole file is asked for. */
  ifRange: string | null;
  signal: AbortSignal;
}

const MOST_REDIRECTS = 5;

/**
 * Asks for a file, or for its rest. Redirects are followed by hand: the hub's promise stands in the first answer, the token must not
 * travel to another host, and https is never left for http.
 */
export async function openDownload({ url, token, from, ifRange, signal }: DownloadRequest): Promise<Download> {
  let at = url;
  let sha256: string | null = null;
  for (let redirects = 0; ; redirects += 1) {
    const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'assay' };
    if (token !== undefined && at.origin === url.origin) headers.authorization = `Bearer ${token}`;
    if (from > 0) headers.range = `bytes=${from}-`;
    if (from > 0 && ifRange !== null) headers['if-range'] = ifRange;
    const response = await fetch(at, { headers, redirect: 'manual', signal });
    sha256 ??= digestIn(response.headers.get('x-linked-etag'));
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return { response, sha256 };
    await response.body?.cancel();
    const next = new URL(location, at);
    if (redirects === MOST_REDIRECTS) throw new Error(`more than ${MOST_REDIRECTS} redirects`);
    if (!/^https?:$/.test(next.protocol) || (at.protocol === 'https:' && next.protocol === 'http:')) {
      throw new Error(`a redirect from ${at.protocol}//${at.host} to ${next.protocol}//${next.host}`);
    }
    at = next;
  }
}

/** The digest in an entity tag, where it is one of SHA-256. */
function digestIn(tag: string | null): string | null {
  const text = tag?.replace(/^W\//, '').replaceAll('"', '').toLowerCase() ?? '';
  return /^[0-9a-f]{64}$/.test(text) ? text : null;
}

/** Milliseconds that a `Retry-After` header asks for, in seconds or as a date; `null` without one. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header.trim()) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
