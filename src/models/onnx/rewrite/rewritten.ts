import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { usageError } from '../../../core/errors.ts';
import { elementsOf, type LoadedOnnx } from '../load-onnx.ts';
import {
  ELEMENT,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  toNumber,
} from '../onnx-proto.ts';

/** One thing that a rewriting did to the graph. */
export interface NodeChange {
  /** Name of the node or tensor. */
  name: string;
  operator: string;
  change: string;
}

export interface RewrittenOnnx {
  model: OnnxModel;
  changes: NodeChange[];
  /** What a reader should know, e.g. values that left the range. */
  notes: string[];
}

/** The newest version of the standard operators that the model uses. */
export function opsetOf({ opsetImport = [] }: OnnxModel): number {
  return toNumber(opsetImport.find(({ domain = '' }) => domain === '' || domain === 'ai.onnx')?.version);
}

/** @throws AssayError QUANTIZE_OPSET (exit 2) where the operators that a rewriting needs are newer than the model's. */
export function requireOpset({ file, model }: LoadedOnnx, least: number, wanted: string): void {
  const found = opsetOf(model);
  if (found >= least) return;
  throw usageError(
    'QUANTIZE_OPSET',
    `${file}: is written in operators of version ${found}; ${wanted} needs version ${least}`,
    `Export the model again with opset ${least} or later`,
  );
}

export function isFloat(tensor: OnnxTensor | undefined): tensor is OnnxTensor {
  return tensor?.dataType === ELEMENT.float;
}

/** The values of a float tensor, wherever its bytes lie; `file` is the model's. */
export function floatsOf(tensor: OnnxTensor, file: string): Float32Array {
  if (tensor.dataLocation === 1) {
    const entries = new Map((tensor.externalData ?? []).map(({ key = '', value = '' }) => [key, value]));
    const bytes = readFileSync(join(dirname(file), entries.get('location') ?? ''));
    const start = Number(entries.get('offset') ?? 0);
    return floats(bytes.subarray(start, start + elementsOf(tensor) * 4));
  }
  if (tensor.rawData !== undefined && tensor.rawData.length > 0) return floats(tensor.rawData);
  return Float32Array.from(tensor.floatData ?? []);
}

function floats(bytes: Uint8Array): Float32Array {
  // A copy: the view's start need not lie at a multiple of four.
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/** A tensor of these bytes. Whole numbers and floats are little-endian in the format, as in every memory that Node runs on. */
export function makeTensor(
  name: string,
  dataType: number,
  dims: readonly number[],
  values: ArrayBufferView,
): OnnxTensor {
  return {
    name,
    dataType,
    dims: [...dims],
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}

export function makeNode(
  opType: string,
  { input, output, attribute = [] }: { input: string[]; output: string[]; attribute?: OnnxAttribute[] },
): OnnxNode {
  return { name: `${opType}:${output[0]}`, opType, input, output, attribute };
}

export function dimsOf({ dims = [] }: OnnxTensor): number[] {
  return dims.map(toNumber);
}

/** Names of the initializers that some node still reads, or that the graph gives back. */
export function readNames(model: OnnxModel): Set<string> {
  const { node = [], output = [] } = model.graph ?? {};
  return new Set([...node.flatMap(({ input = [] }) => input), ...output.map(({ name }) => name)]);
}
