import { join, resolve } from 'node:path';
import { environmentError } from '../../core/errors.ts';
import { describeModel, inspectModel, joinDigests } from '../inspect-model.ts';
import { isOnnx } from '../onnx/load-onnx.ts';
import { inPrecision, isPictureModel, modelFileOf, pictureModelOf } from '../pictures/picture-model.ts';
import { ONNX_QUANTIZATIONS, requireOnnxMakeable, requireOnnxQuantization } from '../onnx/onnx-quantizations.ts';
import { quantizeOnnx } from '../onnx/rewrite/quantize-onnx.ts';
import { requireQuantization } from '../quantizations.ts';
import { type QuantizeProgress, quantizeModel } from '../quantize/quantize-model.ts';
import { requireMakeable } from '../quantize/require-makeable.ts';
import { cacheFolder } from './cache-folder.ts';
import { withFileLock } from './file-lock.ts';
import { loadFileDigest } from './load-file-digest.ts';
import { modelsFolder, requireModel, type ShelfModel } from './registry.ts';
import { requireRunnable } from './require-runnable.ts';

/** As in a variant of an experiment. */
export interface ModelRequest {
  /** Id on the shelf, or the path of a file. */
  model: string;
  /** `null`: the file as it is. */
  quantization: string | null;
  /** A file of the user's; wins over `model`. */
  file: string | null;
}

/** A file that is ready to be loaded. */
export interface ResolvedModel {
  /** Absolute. */
  path: string;
  sha256: string;
  fileBytes: number;
  quantization: string;
  /** SHA-256 of the file that it was made from; its own when nothing was made. */
  sourceSha256: string;
  /** Where that file is. */
  sourcePath: string;
}

export interface ResolveOptions {
  /** Relative paths start here; defaults to the working folder. */
  folder?: string;
  /** Defaults to the package's `models/`. */
  shelf?: string;
  /** Defaults to `cacheFolder()`. */
  cache?: string;
  /** Defaults to the one that the registry names beside the model, where the quantization needs one. */
  imatrix?: string;
  threads?: number;
  onProgress?: (progress: QuantizeProgress) => void;
}

/**
 * The file to load for a variant. A model of the shelf is checked against its SHA-256. A quantization that the file does not have is
 * made once and kept as `<cache>/models/<sha256 of the source>/<NAME>.gguf` (or `.onnx`, with its tokenizer beside it); it needs a source with float
 * weights.
 * @throws AssayError SPEC_UNKNOWN_MODEL, SPEC_UNKNOWN_QUANTIZATION, MODEL_ALREADY_QUANTIZED (exit 2), MODEL_CHECKSUM and those of
 *   `inspectModel` and `quantizeModel` (exit 3).
 */
export async function resolveModel(request: ModelRequest, options: ResolveOptions = {}): Promise<ResolvedModel> {
  const { source, wanted, target, imatrix, cache, made: found } = await locateModel(request, options);
  if (found !== undefined) return found;
  const ready = (): Promise<ResolvedModel | undefined> => loadMade(target, { wanted, source, cache });
  return withFileLock(`${target}.lock`, async () => {
    // Another process may have made it while this one waited.
    const made = await ready();
    if (made !== undefined) return made;
    const { threads, onProgress } = options;
    if (isOnnx(target)) {
      onProgress?.({ done: 0, total: 0, line: `rewriting the graph in ${wanted}` });
      await quantizeOnnx({ source: source.path, target, quantization: wanted, withCompanions: true });
    } else
      await quantizeModel({
        source: source.path,
        target,
        quantization: wanted,
        ...(imatrix === undefined ? {} : { imatrix }),
        ...(threads === undefined ? {} : { threads }),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
    const result = await ready();
    if (result !== undefined) return result;
    throw environmentError(
      'QUANTIZE_FAILED',
      `${target}: does not hold ${wanted} after quantizing`,
      'Run assay clean quantizations, then the same command again',
    );
  });
}

/** Where the file of a variant is, or would be. */
export interface LocatedModel {
  /** The file that the experiment or the shelf names. */
  source: ResolvedModel;
  /** The quantization asked for, by the engine's name. */
  wanted: string;
  /** Absolute path of the file to load; not there yet when `made` is undefined. */
  target: string;
  made: ResolvedModel | undefined;
  /** Importance matrix that making it takes. */
  imatrix: string | undefined;
  cache: string;
}

/**
 * Like `resolveModel`, but makes nothing: what is missing stays missing.
 * @throws as `resolveModel`.
 */
export async function locateModel(request: ModelRequest, options: ResolveOptions = {}): Promise<LocatedModel> {
  const cache = options.cache ?? cacheFolder();
  const { quantization } = request;
  // A name that no format knows is refused before any file is read.
  if (quantization !== null && !ONNX_QUANTIZATIONS.some((known) => known === quantization))
    requireQuantization(quantization);
  const { source, listed } = await loadSource(request, { ...options, cache });
  const onnx = isOnnx(source.path);
  const asked = onnx ? requireOnnxQuantization : (name: string) => requireQuantization(name).name;
  const wanted = quantization === null ? source.quantization : asked(quantization);
  if (wanted === source.quantization)
    return { source, wanted, target: source.path, made: source, imatrix: undefined, cache };
  if (isPictureModel(source.path)) {
    const target = inPrecision(pictureModelOf(source.path), wanted).encoder;
    const made = await loadMade(target, { wanted, source, cache });
    return { source, wanted, target, made, imatrix: undefined, cache };
  }
  if (onnx) {
    requireOnnxMakeable(wanted, { source: source.path, found: source.quantization });
    const target = join(cache, 'models', source.sha256, `${wanted}.onnx`);
    return {
      source,
      wanted,
      target,
      made: await loadMade(target, { wanted, source, cache }),
      imatrix: undefined,
      cache,
    };
  }
  const imatrix = options.imatrix ?? (requireQuantization(wanted).needsImatrix ? listed?.imatrix : undefined);
  requireMakeable(wanted, { source: source.path, found: source.quantization, imatrix });
  const target = join(cache, 'models', source.sha256, await madeName(wanted, imatrix, cache));
  return { source, wanted, target, made: await loadMade(target, { wanted, source, cache }), imatrix, cache };
}

async function loadSource(
  { model, file }: ModelRequest,
  { folder = process.cwd(), shelf = modelsFolder(), cache }: ResolveOptions & { cache: string },
): Promise<{ source: ResolvedModel; listed: ShelfModel | null }> {
  const own = file ?? (isPath(model) ? model : null);
  const listed = own === null ? requireModel(model, shelf) : null;
  const path = listed?.path ?? modelFileOf(resolve(folder, own ?? model));
  const inspection = await inspectModel(path, { cache });
  const { sha256, bytes, quantization } = inspection;
  requireRunnable(inspection);
  if (listed !== null && listed.sha256 !== sha256) {
    throw environmentError(
      'MODEL_CHECKSUM',
      `${path}: SHA-256 is ${sha256}, the registry says ${listed.sha256}`,
      listed.origin === 'package'
        ? 'Restore the file: it was changed or is damaged'
        : `Run assay models add ${path} --id ${listed.id} --replace if the change is meant`,
    );
  }
  const source = {
    path,
    sha256,
    fileBytes: bytes,
    quantization: quantization.name,
    sourceSha256: sha256,
    sourcePath: path,
  };
  return { source, listed };
}

/** Whether `model` names a file and not an id of the shelf. */
function isPath(model: string): boolean {
  return /[/\\]/.test(model) || /\.(gguf|onnx)$/i.test(model);
}

/** The same weights made with another importance matrix are another file. */
async function madeName(quantization: string, imatrix: string | undefined, cache: string): Promise<string> {
  if (imatrix === undefined) return `${quantization}.gguf`;
  const digest = await loadFileDigest(imatrix, { cache });
  return `${quantization}-imatrix-${digest.slice(0, 16)}.gguf`;
}

/** A file in the cache, if it is there whole and holds what is wanted. */
async function loadMade(
  target: string,
  { wanted, source, cache }: { wanted: string; source: ResolvedModel; cache: string },
): Promise<ResolvedModel | undefined> {
  try {
    const { description, files } = describeModel(target);
    if (description.quantization.name !== wanted) return undefined;
    const digests = [];
    for (const file of files) digests.push(await loadFileDigest(file, { cache }));
    const { bytes: fileBytes } = description;
    const { sha256: sourceSha256, path: sourcePath } = source;
    return { path: target, sha256: joinDigests(digests), fileBytes, quantization: wanted, sourceSha256, sourcePath };
  } catch {
    // Missing or damaged: it is made again.
    return undefined;
  }
}
