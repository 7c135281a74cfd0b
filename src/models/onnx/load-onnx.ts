import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { environmentError } from '../../core/errors.ts';
import { requireModelFile } from '../gguf/load-gguf-header.ts';
import { decodeOnnx, type OnnxGraph, type OnnxModel, type OnnxTensor, toNumber } from './onnx-proto.ts';

/** An ONNX model with what belongs to it. */
export interface LoadedOnnx {
  file: string;
  model: OnnxModel;
  graph: OnnxGraph;
  /** Files of weights that the model names, absolute. */
  external: string[];
  /** Of all files of the network. */
  bytes: number;
}

/** Files that tell how a network is fed and read, beside it or one folder up where it lies in `onnx/`. */
export const COMPANIONS = ['tokenizer.json', 'tokenizer_config.json', 'config.json'] as const;

/** Whether a path is meant to be an ONNX model. */
export function isOnnx(path: string): boolean {
  return path.toLowerCase().endsWith('.onnx');
}

/**
 * Reads an ONNX file and checks that it is whole: every message, and every tensor's bytes against its shape.
 * @throws AssayError MODEL_FILE_MISSING, MODEL_FILE_UNREADABLE, MODEL_NOT_ONNX, MODEL_TRUNCATED, MODEL_PART_MISSING (exit 3).
 */
export function loadOnnx(file: string): LoadedOnnx {
  requireModelFile(file);
  const bytes = readFileSync(file);
  const model = decode(file, bytes);
  const { graph } = model;
  if (graph === undefined || (graph.node ?? []).length === 0 || (model.opsetImport ?? []).length === 0) {
    const found = bytes.subarray(0, 4).toString('hex') || 'nothing';
    throw environmentError(
      'MODEL_NOT_ONNX',
      `${file}: not an ONNX model: ${bytes.length} bytes that begin with ${found} hold no graph`,
      'Name a model in ONNX format',
    );
  }
  const external = new Set<string>();
  for (const tensor of graph.initializer ?? []) checkTensor(tensor, { file, external });
  const parts = [...external];
  const total = parts.reduce((sum, part) => sum + statSync(part).size, bytes.length);
  return { file, model, graph, external: parts, bytes: total };
}

function decode(file: string, bytes: Buffer): OnnxModel {
  try {
    return decodeOnnx(bytes);
  } catch (cause) {
    const start = bytes.subarray(0, 4);
    // A model begins with its version (field 1) or its producer (field 2).
    const looks = start[0] === 0x08 || start[0] === 0x12;
    throw looks
      ? environmentError(
          'MODEL_TRUNCATED',
          `${file}: ${bytes.length} bytes of an ONNX model that is cut off or damaged: ${cause instanceof Error ? cause.message : String(cause)}`,
          'Download or export the model again',
          cause,
        )
      : environmentError(
          'MODEL_NOT_ONNX',
          `${file}: not an ONNX model: ${bytes.length} bytes that begin with ${start.toString('hex')}`,
          'Name a model in ONNX format',
          cause,
        );
  }
}

/** Bytes of one element, by its type; 0 where this project does not know it. */
export function elementBytes(dataType: number | undefined): number {
  return { 1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8, 16: 2 }[dataType ?? 0] ?? 0;
}

export function elementsOf({ dims = [] }: OnnxTensor): number {
  return dims.reduce<number>((product, dim) => product * toNumber(dim), 1);
}

function checkTensor(tensor: OnnxTensor, { file, external }: { file: string; external: Set<string> }): void {
  const wanted = elementsOf(tensor) * elementBytes(tensor.dataType);
  if (tensor.dataLocation === 1) {
    const entries = new Map((tensor.externalData ?? []).map(({ key = '', value = '' }) => [key, value]));
    const part = join(dirname(file), entries.get('location') ?? '');
    const end = Number(entries.get('offset') ?? 0) + Number(entries.get('length') ?? wanted);
    if (!existsSync(part) || !statSync(part).isFile()) {
      throw environmentError(
        'MODEL_PART_MISSING',
        `${file}: tensor ${tensor.name} lies in ${basename(part)}, and there is no ${part}`,
        `Put ${basename(part)} beside the model`,
      );
    }
    const { size } = statSync(part);
    if (size < end) {
      throw environmentError(
        'MODEL_TRUNCATED',
        `${part}: ${size} bytes; tensor ${tensor.name} of ${basename(file)} ends at byte ${end}`,
        'Download or export the model again',
      );
    }
    external.add(part);
    return;
  }
  const raw = tensor.rawData?.length ?? 0;
  if (raw === 0 || wanted === 0 || raw === wanted) return;
  throw environmentError(
    'MODEL_TRUNCATED',
    `${file}: tensor ${tensor.name} has ${raw} bytes; its shape takes ${wanted}`,
    'Download or export the model again',
  );
}

/** Path of a companion of a network; `undefined` when it has none. */
export function findCompanion(file: string, name: (typeof COMPANIONS)[number]): string | undefined {
  const folder = dirname(file);
  const places = basename(folder) === 'onnx' ? [folder, dirname(folder)] : [folder];
  return places.map((place) => join(place, name)).find((path) => existsSync(path));
}

/** Everything that decides what a model answers: network, outside weights, tokenizer, configuration. */
export function onnxParts({ file, external }: Pick<LoadedOnnx, 'file' | 'external'>): string[] {
  const companions = COMPANIONS.map((name) => findCompanion(file, name)).filter((path) => path !== undefined);
  return [file, ...external.toSorted(), ...companions];
}
