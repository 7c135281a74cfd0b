import { environmentError } from '../../core/errors.ts';
import type { EngineFolder } from './engine-folder.ts';

/** The one build whose memory layout is known: structures of llama.cpp change between releases without a sign. */
export const KNOWN_ENGINE = { packageVersion: '3.22.1', release: 'v0.5.0', version: '0.5.0-dev' } as const;

/** Bytes of `llama_model_quantize_params` on a 64-bit machine. */
export const PARAMETER_BYTES = 64;

/** What `llama_model_quantize_default_params` returns in release v0.5.0; every field sits where it is expected, or one of these differs. */
const expectedDefaults: Readonly<Record<string, unknown>> = {
  nthread: 0,
  ftype: 7,
  output_tensor_type: 43,
  token_embedding_type: 43,
  allow_requantize: false,
  quantize_output_tensor: true,
  only_copy: false,
  pure: false,
  keep_split: false,
  dry_run: false,
  imatrix: null,
  kv_overrides: null,
  tt_overrides: null,
  prune_layers: null,
  max_buf_size: 8_589_934_592,
};

/**
 * Refuses any build but the known one, before a single structure is passed to it.
 * @throws AssayError ENGINE_VERSION with what was found.
 */
export function requireKnownBuild({ packageVersion, release }: Pick<EngineFolder, 'packageVersion' | 'release'>): void {
  requireSame('node-llama-cpp', packageVersion, KNOWN_ENGINE.packageVersion);
  requireSame('the llama.cpp release in its package', release, KNOWN_ENGINE.release);
}

/**
 * Refuses a library that calls itself something else, or whose defaults do not lie where this release puts them.
 * @throws AssayError ENGINE_VERSION with what was found.
 */
export function requireKnownLayout(version: string, parameterBytes: number, defaults: Record<string, unknown>): void {
  requireSame('llama_version()', version, KNOWN_ENGINE.version);
  requireSame('the size of llama_model_quantize_params', parameterBytes, PARAMETER_BYTES);
  for (const [field, expected] of Object.entries(expectedDefaults)) {
    const found = defaults[field];
    requireSame(`the default of ${field}`, typeof found === 'bigint' ? Number(found) : found, expected);
  }
}

function requireSame(what: string, found: unknown, expected: unknown): void {
  if (found === expected) return;
  throw environmentError(
    'ENGINE_VERSION',
    `cannot quantize: ${what} is ${String(found)}; Assay knows ${String(expected)} only`,
    'Run npm ci to install the pinned node-llama-cpp, or quantize with llama-quantize and name the file',
  );
}
