import { contentKey } from '../core/hash.ts';
import { describeGguf } from './describe-gguf.ts';
import { loadGgufParts } from './gguf/load-gguf-parts.ts';
import { describeOnnx, describeOnnxTensors } from './onnx/describe-onnx.ts';
import { isOnnx, loadOnnx, onnxParts } from './onnx/load-onnx.ts';
import type { ModelInspection } from './model-inspection.ts';
import { describePictureModel, describePictureTensors } from './pictures/describe-picture-model.ts';
import { isPictureModel, pictureModelOf } from './pictures/picture-model.ts';
import { type DigestOptions, loadFileDigest } from './shelf/load-file-digest.ts';

/**
 * What the model file at `path` is. Reads its header and, unless it is known from before, the whole file for its SHA-256.
 * @throws AssayError MODEL_FILE_MISSING, MODEL_NOT_GGUF, MODEL_TRUNCATED and the others of `parseGguf`; those of `loadOnnx`.
 */
export async function inspectModel(path: string, options: DigestOptions = {}): Promise<ModelInspection> {
  const { description, files } = describeModel(path);
  const digests = [];
  for (const file of files) digests.push(await loadFileDigest(file, options));
  return { ...description, sha256: joinDigests(digests) };
}

/** What can be said of a model without reading it whole, and the files that it is made of, in the order of their digests. */
export function describeModel(path: string): { description: Omit<ModelInspection, 'sha256'>; files: string[] } {
  if (isPictureModel(path)) return describePictureModel(pictureModelOf(path));
  if (isOnnx(path)) {
    const loaded = loadOnnx(path);
    return { description: describeOnnx(loaded), files: onnxParts(loaded) };
  }
  const parts = loadGgufParts(path);
  return { description: describeGguf(parts), files: parts.map(({ file }) => file) };
}

/** Every tensor of a model file, in its order. */
export function loadTensors(path: string): { name: string; dimensions: number[]; type: string; bytes: number }[] {
  if (isPictureModel(path)) return describePictureTensors(pictureModelOf(path));
  if (isOnnx(path)) return describeOnnxTensors(loadOnnx(path));
  return loadGgufParts(path).flatMap((part) =>
    part.tensors.map(({ name, dimensions, type, bytes }) => ({ name, dimensions, type: type.name, bytes })),
  );
}

/** Tokens that a model was made to read at once; `null` where the file does not say it, or longer documents are read in windows. */
export function loadContextTokens(path: string): number | null {
  return isOnnx(path) ? null : describeGguf(loadGgufParts(path)).contextTokens;
}

/** What the file calls its tokenizer, e.g. `gpt2`; `null` where it does not say it. */
export function loadTokenizerKind(path: string): string | null {
  return isOnnx(path) ? null : (describeGguf(loadGgufParts(path)).tokenizer?.model ?? null);
}

/** One digest for a model: of its file, or over those of its files. */
export function joinDigests(digests: readonly string[]): string {
  const [first = ''] = digests;
  return digests.length === 1 ? first : contentKey(digests);
}
