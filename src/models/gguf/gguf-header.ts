import type { TensorType } from './tensor-types.ts';

/** A metadata value. 64-bit integers are numbers while they are safe integers, else bigints. */
export type GgufValue = string | number | bigint | boolean | GgufValue[];

export interface GgufTensor {
  name: string;
  /** Elements per dimension, the row length first. */
  dimensions: number[];
  elements: number;
  type: TensorType;
  /** Position of the first byte, counted from the start of the file. */
  offsetBytes: number;
  bytes: number;
}

/** Everything in a GGUF file before its weights. */
export interface GgufHeader {
  file: string;
  fileBytes: number;
  version: number;
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: GgufTensor[];
  alignmentBytes: number;
  /** Where the weights begin, from the start of the file. */
  dataOffsetBytes: number;
}

/** What a header may hold: far above every real model, far below what would exhaust memory. */
export const GGUF_LIMITS = {
  metadataEntries: 65_536,
  tensors: 262_144,
  keyBytes: 65_535,
  stringBytes: 64 * 1024 * 1024,
  arrayElements: 16 * 1024 * 1024,
  dimensions: 4,
  headerBytes: 1024 * 1024 * 1024,
} as const;

/** A metadata string, or `undefined` when the key is missing or holds something else. */
export function textOf(header: GgufHeader, key: string): string | undefined {
  const value = header.metadata.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** A metadata number, or `undefined` when the key is missing or holds something else. */
export function numberOf(header: GgufHeader, key: string): number | undefined {
  const value = header.metadata.get(key);
  return typeof value === 'number' ? value : undefined;
}
