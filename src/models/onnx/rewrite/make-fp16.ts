import { usageError } from '../../../core/errors.ts';
import { elementsOf, type LoadedOnnx } from '../load-onnx.ts';
import {
  ATTRIBUTE,
  ELEMENT,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
  toNumber,
} from '../onnx-proto.ts';
import { toFloat16 } from './float16.ts';
import { dimsOf, floatsOf, isFloat, makeNode, makeTensor, type NodeChange, type RewrittenOnnx } from './rewritten.ts';

const list = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Operators whose outputs have the element type of their first input. */
const LIKE_FIRST = list(
  'Abs Add Sub Mul Div MatMul Gemm Conv Relu LeakyRelu Gelu Erf Sigmoid HardSigmoid HardSwish Tanh Softplus Sqrt Pow Exp Log Neg ' +
    'Softmax LogSoftmax LayerNormalization BatchNormalization InstanceNormalization Reshape Transpose Squeeze Unsqueeze Slice Split ' +
    'Concat Gather GatherElements GatherND Expand Tile Pad Clip Max Min Mean Sum ReduceMean ReduceSum ReduceMax ReduceMin ReduceL2 ' +
    'Identity Dropout Flatten Cos Sin Floor Ceil Round Reciprocal Trilu ScatterND ScatterElements Einsum Mod MaxPool AveragePool ' +
    'GlobalAveragePool CumSum Range Resize Sign TopK',
);
const NEVER_FLOAT = list(
  'Shape Size ArgMax ArgMin NonZero Equal Greater Less GreaterOrEqual LessOrEqual Not And Or Xor IsNaN IsInf',
);
/** Operators that count or place: they stay in 32 bits, between two casts. */
const KEPT = list('CumSum Range Resize TopK');

/**
 * A model that computes in floats of 16 bits. Inputs and outputs of the model keep their types. Every float weight is rounded; values
 * beyond the range are set to its ends.
 * @throws AssayError QUANTIZE_OPERATOR (exit 2) for an operator whose types this rewriting does not know.
 */
export function makeFp16(loaded: LoadedOnnx): RewrittenOnnx {
  const { model, graph } = loaded;
  const floats = new Set<string>();
  const changes: NodeChange[] = [];
  const loss = { clamped: 0, vanished: 0 };
  const shrink = (tensor: OnnxTensor): OnnxTensor => {
    const made = toFloat16(floatsOf(tensor, loaded.file));
    loss.clamped += made.loss.clamped;
    loss.vanished += made.loss.vanished;
    return makeTensor(tensor.name ?? '', ELEMENT.float16, dimsOf(tensor), made.bits);
  };
  const initializer = (graph.initializer ?? []).map((tensor) => {
    if (!isFloat(tensor)) return tensor;
    floats.add(tensor.name ?? '');
    changes.push({ name: tensor.name ?? '', operator: 'weights', change: `${elementsOf(tensor)} values in fp16` });
    return shrink(tensor);
  });
  const nodes: OnnxNode[] = [];
  const isFloatValue = ({ type }: OnnxValue): boolean => type?.tensorType?.elemType === ELEMENT.float;
  const renamed = new Map<string, string>();
  for (const input of graph.input ?? []) {
    if (!isFloatValue(input) || floats.has(input.name)) continue;
    const name = `${input.name}_fp16`;
    nodes.push(cast(input.name, name, ELEMENT.float16));
    renamed.set(input.name, name);
    floats.add(name);
    changes.push({ name: input.name, operator: 'input', change: 'cast to fp16 behind it' });
  }
  const outputs = new Set((graph.output ?? []).filter(isFloatValue).map(({ name }) => name));
  const inside = (name: string): string => (outputs.has(name) ? `${name}_fp16` : (renamed.get(name) ?? name));
  for (const old of graph.node ?? []) {
    const node = { ...old, input: (old.input ?? []).map(inside), output: (old.output ?? []).map(inside) };
    const { made, givesFloats } = convert(node, { floats, shrink, file: loaded.file, changes });
    nodes.push(...made);
    if (givesFloats) for (const name of node.output) floats.add(name);
  }
  for (const name of outputs) {
    nodes.push(cast(`${name}_fp16`, name, ELEMENT.float));
    changes.push({ name, operator: 'output', change: 'cast back to fp32 before it' });
  }
  const notes: string[] = [];
  if (loss.clamped > 0) notes.push(`${loss.clamped} weights lay beyond 65504 and were set to it`);
  if (loss.vanished > 0) notes.push(`${loss.vanished} weights were too small and became 0`);
  // What is known of the values between the nodes no longer holds.
  return { model: { ...model, graph: { ...graph, initializer, node: nodes, valueInfo: [] } }, changes, notes };
}

interface Context {
  floats: ReadonlySet<string>;
  shrink: (tensor: OnnxTensor) => OnnxTensor;
  file: string;
  changes: NodeChange[];
}

function convert(
  node: OnnxNode,
  { floats, shrink, file, changes }: Context,
): { made: OnnxNode[]; givesFloats: boolean } {
  const { opType, domain = '', input = [], output = [] } = node;
  const noted = (change: string): void => void changes.push({ name: node.name ?? '', operator: opType, change });
  if (opType === 'Cast') {
    const { target, attribute } = castTarget(node);
    if (target) noted('casts to fp16');
    return { made: [{ ...node, attribute }], givesFloats: target };
  }
  if (opType === 'Constant' || opType === 'ConstantOfShape') {
    const { attribute, changed } = shrinkConstant(node, shrink);
    if (changed) noted('constant in fp16');
    const filled = opType === 'ConstantOfShape' && (node.attribute ?? []).length === 0;
    if (!filled) return { made: [{ ...node, attribute }], givesFloats: changed };
    const zero = { name: 'value', type: ATTRIBUTE.tensor, t: makeTensor('', ELEMENT.float16, [1], new Uint16Array(1)) };
    return { made: [{ ...node, attribute: [zero] }], givesFloats: true };
  }
  if (NEVER_FLOAT.has(opType)) return { made: [node], givesFloats: false };
  const deciding = opType === 'Where' ? input[1] : input[0];
  const givesFloats = floats.has(deciding ?? '');
  if ((domain !== '' && domain !== 'ai.onnx') || (opType !== 'Where' && !LIKE_FIRST.has(opType))) {
    const name = domain === '' ? opType : `${domain}.${opType}`;
    throw usageError(
      'QUANTIZE_OPERATOR',
      `${file}: node ${node.name} is a ${name}, and fp16 does not know which of its values are floats`,
      'Quantize to int8 or int8-weights, or export the model with standard operators',
    );
  }
  if (!KEPT.has(opType) || !givesFloats) return { made: [node], givesFloats };
  noted('kept in fp32 between two casts');
  const before = input.map((name) => (floats.has(name) ? cast(name, `${name}_for_${output[0]}`, ELEMENT.float) : null));
  const wide = input.map((name, index) => before[index]?.output?.[0] ?? name);
  const [first = '', ...others] = output;
  const made = [
    ...before.filter((one) => one !== null),
    { ...node, input: wide, output: [`${first}_fp32`, ...others] },
  ];
  return { made: [...made, cast(`${first}_fp32`, first, ELEMENT.float16)], givesFloats: true };
}

function cast(from: string, to: string, type: number): OnnxNode {
  return makeNode('Cast', { input: [from], output: [to], attribute: [{ name: 'to', type: ATTRIBUTE.int, i: type }] });
}

function castTarget({ attribute = [] }: OnnxNode): { target: boolean; attribute: OnnxAttribute[] } {
  const target = attribute.some(({ name, i }) => name === 'to' && toNumber(i) === ELEMENT.float);
  const changed = attribute.map((one) => (target && one.name === 'to' ? { ...one, i: ELEMENT.float16 } : one));
  return { target, attribute: changed };
}

function shrinkConstant(
  { attribute = [] }: OnnxNode,
  shrink: (tensor: OnnxTensor) => OnnxTensor,
): { attribute: OnnxAttribute[]; changed: boolean } {
  let changed = false;
  const made = attribute.map((one) => {
    if (one.name === 'value' && isFloat(one.t)) {
      changed = true;
      return { ...one, t: shrink(one.t) };
    }
    if (one.name === 'value_float' || one.name === 'value_floats') {
      changed = true;
      const values = Float32Array.from(one.floats ?? [one.f ?? 0]);
      const dims = one.name === 'value_floats' ? [values.length] : [];
      return { name: 'value', type: ATTRIBUTE.tensor, t: shrink(makeTensor('', ELEMENT.float, dims, values)) };
    }
    return one;
  });
  return { attribute: made, changed };
}
