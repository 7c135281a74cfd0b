/** Length of the whole file, after `Content-Range`. */
export function totalIn(headers: Headers): number | null {
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  return total === undefined ? null : Number(total);
}

/** First byte of a part, after `Content-Range`. */
export function startIn(headers: Headers): number | null {
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  return start === undefined ? null : Number(start);
}

/** Length of a whole answer. */
export function lengthIn(headers: Headers): number | null {
  const length = headers.get('content-length') ?? headers.get('x-linked-size');
  return length === null ? null : Number(length);
}

/** A weak tag does not promise equal bytes. */
export function strongTag(headers: Headers): string | null {
  const tag = headers.get('etag');
  return tag === null || tag.startsWith('W/') ? null : tag;
}
