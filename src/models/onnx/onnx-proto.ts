import { createRequire } from 'node:module';
import type { Root, Type } from 'protobufjs';

/** Element types of tensors (`TensorProto.DataType`), those that models of text use. */
export const ELEMENT = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;

/** Kinds of attributes (`AttributeProto.AttributeType`). */
export const ATTRIBUTE = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

/** A whole number of 64 bits as protobufjs reads it. */
export type Integer = number | { toNumber(): number };

export interface OnnxTensor {
  name?: string;
  dims?: Integer[];
  dataType?: number;
  rawData?: Uint8Array;
  floatData?: number[];
  int32Data?: number[];
  int64Data?: Integer[];
  externalData?: { key?: string; value?: string }[];
  /** 1: the bytes are in another file. */
  dataLocation?: number;
}

export interface OnnxAttribute {
  name: string;
  type?: number;
  f?: number;
  i?: Integer;
  s?: Uint8Array;
  t?: OnnxTensor;
  g?: OnnxGraph;
  floats?: number[];
  ints?: Integer[];
}

export interface OnnxNode {
  name?: string;
  opType: string;
  domain?: string;
  input?: string[];
  output?: string[];
  attribute?: OnnxAttribute[];
}

export interface OnnxValue {
  name: string;
  type?: { tensorType?: { elemType?: number; shape?: { dim?: { dimValue?: Integer; dimParam?: string }[] } } };
}

export interface OnnxGraph {
  name?: string;
  node?: OnnxNode[];
  initializer?: OnnxTensor[];
  input?: OnnxValue[];
  output?: OnnxValue[];
  valueInfo?: OnnxValue[];
}

export interface OnnxModel {
  irVersion?: Integer;
  producerName?: string;
  producerVersion?: string;
  opsetImport?: { domain?: string; version?: Integer }[];
  graph?: OnnxGraph;
  metadataProps?: { key?: string; value?: string }[];
}

type FieldKind = string | [kind: string, rule: 'repeated'];

/** Messages of the ONNX format by field number. What this project never looks into is kept as bytes, unchanged. */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, readonly [id: number, kind: FieldKind]>>>> = {
  Model: {
    irVersion: [1, 'int64'],
    producerName: [2, 'string'],
    producerVersion: [3, 'string'],
    domain: [4, 'string'],
    modelVersion: [5, 'int64'],
    docString: [6, 'string'],
    graph: [7, 'Graph'],
    opsetImport: [8, ['OperatorSet', 'repeated']],
    metadataProps: [14, ['Entry', 'repeated']],
    trainingInfo: [20, ['bytes', 'repeated']],
    functions: [25, ['bytes', 'repeated']],
    configuration: [26, ['bytes', 'repeated']],
  },
  OperatorSet: { domain: [1, 'string'], version: [2, 'int64'] },
  Entry: { key: [1, 'string'], value: [2, 'string'] },
  Graph: {
    node: [1, ['Node', 'repeated']],
    name: [2, 'string'],
    initializer: [5, ['Tensor', 'repeated']],
    docString: [10, 'string'],
    input: [11, ['ValueInfo', 'repeated']],
    output: [12, ['ValueInfo', 'repeated']],
    valueInfo: [13, ['ValueInfo', 'repeated']],
    quantizationAnnotation: [14, ['bytes', 'repeated']],
    sparseInitializer: [15, ['bytes', 'repeated']],
    metadataProps: [16, ['Entry', 'repeated']],
  },
  Node: {
    input: [1, ['string', 'repeated']],
    output: [2, ['string', 'repeated']],
    name: [3, 'string'],
    opType: [4, 'string'],
    attribute: [5, ['Attribute', 'repeated']],
    docString: [6, 'string'],
    domain: [7, 'string'],
    overload: [8, 'string'],
    metadataProps: [9, ['Entry', 'repeated']],
  },
  Attribute: {
    name: [1, 'string'],
    f: [2, 'float'],
    i: [3, 'int64'],
    s: [4, 'bytes'],
    t: [5, 'Tensor'],
    g: [6, 'Graph'],
    floats: [7, ['float', 'repeated']],
    ints: [8, ['int64', 'repeated']],
    strings: [9, ['bytes', 'repeated']],
    tensors: [10, ['Tensor', 'repeated']],
    graphs: [11, ['Graph', 'repeated']],
    docString: [13, 'string'],
    typeProto: [14, 'bytes'],
    typeProtos: [15, ['bytes', 'repeated']],
    type: [20, 'int32'],
    refAttrName: [21, 'string'],
    sparseTensor: [22, 'bytes'],
    sparseTensors: [23, ['bytes', 'repeated']],
  },
  Tensor: {
    dims: [1, ['int64', 'repeated']],
    dataType: [2, 'int32'],
    segment: [3, 'bytes'],
    floatData: [4, ['float', 'repeated']],
    int32Data: [5, ['int32', 'repeated']],
    stringData: [6, ['bytes', 'repeated']],
    int64Data: [7, ['int64', 'repeated']],
    name: [8, 'string'],
    rawData: [9, 'bytes'],
    doubleData: [10, ['double', 'repeated']],
    uint64Data: [11, ['uint64', 'repeated']],
    docString: [12, 'string'],
    externalData: [13, ['Entry', 'repeated']],
    dataLocation: [14, 'int32'],
    metadataProps: [16, ['Entry', 'repeated']],
  },
  ValueInfo: {
    name: [1, 'string'],
    type: [2, 'TypeInfo'],
    docString: [3, 'string'],
    metadataProps: [4, ['Entry', 'repeated']],
  },
  TypeInfo: {
    tensorType: [1, 'TensorType'],
    sequenceType: [4, 'bytes'],
    mapType: [5, 'bytes'],
    denotation: [6, 'string'],
    sparseTensorType: [8, 'bytes'],
    optionalType: [9, 'bytes'],
  },
  TensorType: { elemType: [1, 'int32'], shape: [2, 'Shape'] },
  Shape: { dim: [1, ['Dimension', 'repeated']] },
  Dimension: { dimValue: [1, 'int64'], dimParam: [2, 'string'], denotation: [3, 'string'] },
};

let modelType: Type | undefined;

function openModelType(): Type {
  if (modelType !== undefined) return modelType;
  // The library is CommonJS; loaded when the first model is read, since most commands read none.
  const { Root: RootClass } = createRequire(import.meta.url)('protobufjs/light.js') as { Root: typeof Root };
  const nested = Object.fromEntries(
    Object.entries(MESSAGES).map(([name, fields]) => [
      name,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, [id, kind]]) => [
            field,
            typeof kind === 'string' ? { id, type: kind } : { id, type: kind[0], rule: kind[1] },
          ]),
        ),
      },
    ]),
  );
  modelType = RootClass.fromJSON({ nested }).lookupType('Model');
  return modelType;
}

/** The model in the bytes of an `.onnx` file; tensors share its memory. Throws the library's error for anything else. */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  return openModelType().decode(bytes) as unknown as OnnxModel;
}

/** The bytes of an `.onnx` file: equal models give equal bytes. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  return openModelType().encode(model).finish();
}

export function toNumber(value: Integer | undefined): number {
  return typeof value === 'object' ? value.toNumber() : (value ?? 0);
}
