import { contentKey } from '../core/hash.ts';
import { describeGguf } from './describe-gguf.ts';
import { loadGgufParts } from './gguf/load-gguf-parts.ts';
import type { ModelInspection } from './model-inspection.ts';
import { type DigestOptions, loadFileDigest } from './shelf/load-file-digest.ts';

/**
 * What the model file at `path` is. Reads its header and, unless it is known from before, the whole file for its SHA-256.
 * @throws AssayError MODEL_FILE_MISSING, MODEL_NOT_GGUF, MODEL_TRUNCATED and the others of `parseGguf`.
 */
export async function inspectModel(path: string, options: DigestOptions = {}): Promise<ModelInspection> {
  const parts = loadGgufParts(path);
  const digests = [];
  for (const part of parts) digests.push(await loadFileDigest(part.file, options));
  const [first = ''] = digests;
  return { ...describeGguf(parts), sha256: digests.length === 1 ? first : contentKey(digests) };
}
