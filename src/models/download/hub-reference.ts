import { usageError } from '../../core/errors.ts';

/** A file on a model hub, or a folder with a model of several files. */
export interface HubReference {
  owner: string;
  repo: string;
  /** Branch, tag or commit. */
  revision: string;
  /** Path inside the repository, with forward slashes; empty for the repository itself. */
  file: string;
}

const pattern = /^hf:([\w.-]+)\/([\w.-]+?)(?:@([\w./-]+))?(?::(.+))?$/;
const partPattern = /-00001-of-(\d{5})\.gguf$/;
/** Endings of files of other formats, which are no folders either. */
const OTHER_FILES = /\.(bin|safetensors|pth?|ckpt|h5|msgpack|tflite|mlmodel|zip|tar|gz|json|txt|md|py)$/i;

/**
 * `hf:owner/repo`, `hf:owner/repo:file` or `hf:owner/repo:folder`, each also with `@revision` behind the repository.
 * @throws AssayError MODEL_REFERENCE_INVALID (exit 2).
 */
export function parseHubReference(text: string): HubReference {
  const [, owner, repo, revision = 'main', given] = pattern.exec(text) ?? [];
  const file = given?.replace(/\/$/, '') ?? '';
  const segments = [...(file === '' ? [] : file.split('/')), ...revision.split('/')];
  const safe = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (owner === undefined || repo === undefined || !safe || /[\\\p{Cc}]/u.test(file)) {
    throw usageError(
      'MODEL_REFERENCE_INVALID',
      `"${text}" names nothing on a hub; expected hf:owner/repo, hf:owner/repo:file or hf:owner/repo@revision:file`,
      'write e.g. hf:owner/repo-GGUF:model-Q4_K_M.gguf, or hf:owner/repo for a model in ONNX',
    );
  }
  if (OTHER_FILES.test(file)) {
    throw usageError(
      'MODEL_REFERENCE_INVALID',
      `"${file}" is no .gguf or .onnx file; only models in GGUF and ONNX can be pulled`,
      'name a .gguf file of the repository, an .onnx file, or the folder of an ONNX model',
    );
  }
  return { owner, repo, revision, file };
}

/** Whether the reference names one GGUF file, which needs nothing beside it. */
export function namesGguf({ file }: HubReference): boolean {
  return /\.gguf$/i.test(file);
}

/** The reference as a user writes it. */
export function renderHubReference({ owner, repo, revision, file }: HubReference): string {
  return `hf:${owner}/${repo}${revision === 'main' ? '' : `@${revision}`}${file === '' ? '' : `:${file}`}`;
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
  const segments = [owner, repo, 'resolve', ...revision.split('/'), ...file.split('/')];
  return new URL(segments.map(encodeURIComponent).join('/'), hubBase(endpoint));
}

/**
 * Where a hub lists the files of a repository with their checksums, and says which commit the revision is.
 * @throws AssayError HF_ENDPOINT_INVALID (exit 2).
 */
export function hubListingUrl({ owner, repo, revision }: HubReference, endpoint: string): URL {
  const path = ['api', 'models', owner, repo, 'revision', revision].map(encodeURIComponent).join('/');
  return new URL(`${path}?blobs=true`, hubBase(endpoint));
}

function hubBase(endpoint: string): URL {
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
  return base;
}
