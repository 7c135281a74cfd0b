import koffi from 'koffi';
import type { EngineFolder } from './engine-folder.ts';
import type { ImportanceEntry } from './load-imatrix.ts';
import { requireKnownBuild, requireKnownLayout } from './require-known-engine.ts';

export interface NativeRequest {
  source: string;
  target: string;
  fileType: number;
  imatrix: ImportanceEntry[] | null;
  threads: number;
}

/**
 * llama.cpp's own quantizer, called in this process: a fatal error inside it ends the process.
 * Returns a function that gives the library's return code, 0 for success.
 * @throws AssayError ENGINE_VERSION unless the library is exactly the known one.
 */
export function loadNativeQuantizer(engine: EngineFolder): (request: NativeRequest) => number {
  requireKnownBuild(engine);
  koffi.load(engine.libraries.base, { global: true });
  const ggml = koffi.load(engine.libraries.ggml, { global: true });
  const llama = koffi.load(engine.libraries.llama);
  const version: unknown = llama.func('const char* llama_version()')();
  // The order and the types of llama.h, release v0.5.0.
  const parameterType = koffi.struct('llama_model_quantize_params', {
    nthread: 'int32',
    ftype: 'int32',
    output_tensor_type: 'int32',
    token_embedding_type: 'int32',
    allow_requantize: 'bool',
    quantize_output_tensor: 'bool',
    only_copy: 'bool',
    pure: 'bool',
    keep_split: 'bool',
    dry_run: 'bool',
    imatrix: 'void*',
    kv_overrides: 'void*',
    tt_overrides: 'void*',
    prune_layers: 'void*',
    max_buf_size: 'size_t',
  });
  const defaults = llama.func('llama_model_quantize_params llama_model_quantize_default_params()')() as Record<
    string,
    unknown
  >;
  requireKnownLayout(String(version), koffi.sizeof(parameterType), defaults);
  ggml.func('void ggml_backend_load_all_from_path(const char*)')(engine.folder);
  llama.func('void llama_backend_init()')();
  const quantize = llama.func(
    'uint32_t llama_model_quantize(const char*, const char*, const llama_model_quantize_params*)',
  );
  return ({ source, target, fileType, imatrix, threads }) => {
    const table = imatrix === null ? null : allocateImatrix(imatrix);
    const parameters = { ...defaults, ftype: fileType, nthread: threads, imatrix: table?.pointer ?? null };
    const code = Number(quantize(source, target, parameters));
    table?.keepAlive();
    return code;
  };
}

/** The array of (name, values, length) that `llama_model_quantize` expects, ended by an entry without a name. */
function allocateImatrix(entries: ImportanceEntry[]): { pointer: unknown; keepAlive: () => void } {
  const entryType = koffi.struct('llama_model_imatrix_data', { name: 'void*', data: 'void*', size: 'size_t' });
  const records = entries.map(({ tensor, values }) => ({
    name: Buffer.from(`${tensor}\0`, 'utf8'),
    data: values,
    size: values.length,
  }));
  const pointer: unknown = koffi.alloc(entryType, records.length + 1);
  koffi.encode(pointer, koffi.array(entryType, records.length + 1), [...records, { name: null, data: null, size: 0 }]);
  // Native code holds bare addresses: the buffers must outlive the call.
  return { pointer, keepAlive: () => void records.length };
}
