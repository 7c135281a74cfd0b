import { usageError } from '../../core/errors.ts';

/** A file on a model hub. */
export interface HubReference {
  owner: string;
  repo: string;
  /** Branch, tag or commit. */
  revision: string;
  /** Path inside the repository, with forward slashes. */
  file: string;
}

const pattern = /^hf:([\w.-]+)\/([\w.-]+?)(?:@([\w./-]+))?:(.+)$/;
const partPattern = /-00001-of-(\d{5})\.gguf$/;

/**
 * `hf:owner/repo:file`, or `hf:owner/repo@revision:file`.
 * @throws AssayError MODEL_REFERENCE_INVALID (exit 2).
 */
export function parseHubReference(text: string): HubReference {
  const [, owner, repo, revision = 'main', file] = pattern.exec(text) ?? [];
  const segments = [...(file ?? '').split('/'), ...revision.split('/')];
  const safe = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (owner === undefined || repo === undefined || file === undefined || !safe || /[\\\p{Cc}]/u.test(file)) {
    throw usageError(
      'MODEL_REFERENCE_INVALID',
      `"${text}" names no file on a hub; expected hf:owner/repo:file or hf:owner/repo@revision:file`,
      'write e.g. hf:owner/repo-GGUF:model-Q4_K_M.gguf',
    );
  }
  if (!/\.gguf$/i.test(file)) {
    throw usageError(
      'MODEL_REFERENCE_INVALID',
      `"${file}" is no .gguf file; only GGUF models can be pulled`,
      'name a .gguf file of the repository',
    );
  }
  return { owner, repo, revision, file };
}

/** The reference as a user writes it. */
export function renderHubReference({ owner, repo, revision, file }: HubReference): string {
  return `hf:${owner}/${repo}${revision === 'main' ? '' : `@${revision}`}:${file}`;
}

/** The reference itself, or all parts when it names the first part of a split model. */
export function partsOfReference(reference: HubReference): HubReference[] {
  const count = Number(partPattern.exec(reference.file)?.[1] ?? 1);
  if (count <= 1) return [reference];
  const pad = (number: number): string => String(number).padStart(5, '0');
  return Array.from({ length: count }, (_, index) => ({
    ...reference,
    file: reference.file.replace(partPattern, `-${pad(index + 1)}-of-${pad(count)}.gguf`),
  }));
}

/**
 * Where a hub keeps the file. `endpoint`: its address, e.g. `https://huggingface.co`.
 * @throws AssayError HF_ENDPOINT_INVALID (exit 2); the address is not repeated, since it may hold a password.
 */
export function hubUrl({ owner, repo, revision, file }: HubReference, endpoint: string): URL {
  let base: URL | undefined;
  try {
    base = new URL(endpoint.endsWith('/') ? endpoint : `${endpoint}/`);
  } catch {
    base = undefined;
  }
  if (base === undefined || !/^https?:$/.test(base.protocol) || base.username !== '' || base.password !== '') {
    throw usageError(
      'HF_ENDPOINT_INVALID',
      'HF_ENDPOINT is not an http or https address without user and password',
      'set HF_ENDPOINT to e.g. https://huggingface.co, or unset it',
    );
  }
  const path = [owner, repo, 'resolve', ...revision.split('/'), ...file.split('/')].map(encodeURIComponent).join('/');
  return new URL(path, base);
}
