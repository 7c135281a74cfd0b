import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { environmentError, usageError } from '../../core/errors.ts';

/** Precisions in which an image-to-text model lies in its folder: the end of its files' names, and their names in transformers.js. */
export const PICTURE_PRECISIONS = [
  { name: 'fp32', suffix: '', dtype: 'fp32' },
  { name: 'fp16', suffix: '_fp16', dtype: 'fp16' },
  { name: 'int8', suffix: '_quantized', dtype: 'q8' },
] as const;

export type PicturePrecision = (typeof PICTURE_PRECISIONS)[number];

/** Files beside the networks that tell how one is fed and read; the first four it must have. */
const COMPANIONS = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'generation_config.json',
] as const;
const REQUIRED = 4;

/** An image-to-text model as transformers.js lays it out, in one precision. Paths are as given. */
export interface PictureModel {
  folder: string;
  precision: PicturePrecision;
  encoder: string;
  decoder: string;
}

/**
 * Whether a path names an image-to-text model: the file of its vision encoder, `onnx/encoder_model.onnx` or the same in another
 * precision. That file stands for the model wherever one path must.
 */
export function isPictureModel(path: string): boolean {
  return locate(path) !== undefined;
}

/** The model behind the path of its encoder; throws where {@link isPictureModel} says no. */
export function pictureModelOf(path: string): PictureModel {
  const found = locate(path);
  if (found === undefined) throw new Error(`${path} is no vision encoder`);
  return found;
}

function locate(path: string): PictureModel | undefined {
  const name = basename(path).toLowerCase();
  const precision = PICTURE_PRECISIONS.find(({ suffix }) => name === `encoder_model${suffix}.onnx`);
  if (precision === undefined || basename(dirname(path)) !== 'onnx') return undefined;
  const decoder = join(dirname(path), `decoder_model_merged${precision.suffix}.onnx`);
  return { folder: dirname(dirname(path)), precision, encoder: path, decoder };
}

/** The precisions that a model's folder holds, finest first. */
export function listPrecisions(folder: string): PictureModel[] {
  return PICTURE_PRECISIONS.map(({ suffix }) => join(folder, 'onnx', `encoder_model${suffix}.onnx`))
    .filter((path) => existsSync(path))
    .map(pictureModelOf);
}

/**
 * The file that stands for a model: for the folder of an image-to-text model its encoder, in the finest precision that lies there;
 * for everything else the path itself.
 * @throws AssayError MODEL_FOLDER (exit 3) for a folder without such a model.
 */
export function modelFileOf(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  const [finest] = listPrecisions(path);
  if (finest !== undefined) return finest.encoder;
  throw environmentError(
    'MODEL_FOLDER',
    `${path}: a folder without onnx/encoder_model.onnx; a folder is taken for an image-to-text model of transformers.js`,
    'Name the .gguf or .onnx file itself, or the folder of an image-to-text model',
  );
}

/**
 * The same model in another precision.
 * @throws AssayError MODEL_PRECISION_MISSING (exit 2) with those that its folder holds.
 */
export function inPrecision({ folder }: PictureModel, wanted: string): PictureModel {
  const there = listPrecisions(folder);
  const found = there.find(({ precision }) => precision.name === wanted);
  if (found !== undefined) return found;
  throw usageError(
    'MODEL_PRECISION_MISSING',
    `${folder}: holds no ${wanted}; it holds ${there.map(({ precision }) => precision.name).join(', ')}`,
    'Name one of these, or put the files of the other into its folder onnx/: image-to-text models are not converted here',
  );
}

/**
 * Every file that decides what a model answers beside the two networks, in a fixed order.
 * @throws AssayError MODEL_PART_MISSING (exit 3) for a decoder or a configuration that is not there.
 */
export function pictureCompanions({ folder, encoder, decoder }: PictureModel): string[] {
  const paths = COMPANIONS.map((name) => join(folder, name));
  const missing = [decoder, ...paths.slice(0, REQUIRED)].find((path) => !existsSync(path));
  if (missing === undefined) return paths.filter((path) => existsSync(path));
  throw environmentError(
    'MODEL_PART_MISSING',
    `${encoder}: an image-to-text model without ${missing}`,
    'Download or export the model again, with all files that transformers.js needs',
  );
}

/**
 * A configuration of a model, as an object.
 * @throws AssayError MODEL_COMPANION_INVALID (exit 3) for anything else; MODEL_PART_MISSING for a file that is not there.
 */
export function loadPictureConfig(model: PictureModel, name: (typeof COMPANIONS)[number]): Record<string, unknown> {
  pictureCompanions(model);
  const path = join(model.folder, name);
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw invalid(`${path}: cannot be read as JSON: ${String(cause)}`);
  }
  throw invalid(`${path}: is no JSON object`);
}

function invalid(message: string): Error {
  return environmentError('MODEL_COMPANION_INVALID', message, 'Download or export the model again');
}
