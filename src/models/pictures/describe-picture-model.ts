import { environmentError } from '../../core/errors.ts';
import type { FileQuantization, ModelInspection } from '../model-inspection.ts';
import { describeOnnx, describeOnnxTensors } from '../onnx/describe-onnx.ts';
import { type LoadedOnnx, loadOnnx } from '../onnx/load-onnx.ts';
import { loadPictureConfig, type PictureModel, pictureCompanions } from './picture-model.ts';

/** `kind` of an inspected model that reads pictures. */
export const IMAGE_TO_TEXT = 'image-to-text';

/** Everything an inspection says of an image-to-text model except what needs whole files, and the files it is made of. */
export function describePictureModel(model: PictureModel): {
  description: Omit<ModelInspection, 'sha256'>;
  files: string[];
} {
  const companions = pictureCompanions(model);
  const [encoder, decoder] = [loadOnnx(model.encoder), loadOnnx(model.decoder)];
  const outside = [...encoder.external, ...decoder.external].sort();
  const files = [model.encoder, model.decoder, ...outside, ...companions];
  const config = loadPictureConfig(model, 'config.json');
  const parts = [memberOf(config, 'encoder'), memberOf(config, 'decoder')] as const;
  const [seeing, writing] = [describeOnnx(encoder), describeOnnx(decoder)];
  const numberOf = (name: string): number | null => (typeof parts[1][name] === 'number' ? parts[1][name] : null);
  const names = parts.map(({ model_type: name }) => (typeof name === 'string' ? name : 'unknown'));
  return {
    files,
    description: {
      ...seeing,
      bytes: seeing.bytes + writing.bytes,
      parts: files.length,
      kind: IMAGE_TO_TEXT,
      architecture: typeof config.model_type === 'string' ? `${config.model_type} (${names.join(', ')})` : null,
      parameters: seeing.parameters + writing.parameters,
      quantization: joinQuantizations(model.precision.name, [seeing.quantization, writing.quantization]),
      contextTokens: numberOf('max_position_embeddings'),
      embeddingLength: numberOf('d_model'),
      layers: numberOf('decoder_layers'),
      heads: numberOf('decoder_attention_heads'),
      vocabularySize: numberOf('vocab_size') ?? seeing.vocabularySize,
      weightBytes: seeing.weightBytes + writing.weightBytes,
      network: {
        ...networkOf(seeing),
        inputs: [...networkOf(seeing).inputs, ...networkOf(writing).inputs],
        outputs: [...networkOf(seeing).outputs, ...networkOf(writing).outputs],
        labels: null,
        outside,
      },
    },
  };
}

/** Every tensor of both networks, those of the encoder first. */
export function describePictureTensors(model: PictureModel): ReturnType<typeof describeOnnxTensors> {
  const named = (part: string, loaded: LoadedOnnx) =>
    describeOnnxTensors(loaded).map((tensor) => ({ ...tensor, name: `${part}.${tensor.name}` }));
  return [...named('encoder', loadOnnx(model.encoder)), ...named('decoder', loadOnnx(model.decoder))];
}

/**
 * Refuses a model that transformers.js cannot run as a vision encoder with a decoder that writes.
 * @throws AssayError MODEL_ARCHITECTURE, MODEL_TOKENIZER_MISSING, ONNX_INPUTS (exit 3).
 */
export function requirePictureReader({
  file,
  architecture,
  tokenizer,
  network,
}: Pick<ModelInspection, 'file' | 'architecture' | 'tokenizer' | 'network'>): void {
  if (architecture?.startsWith('vision-encoder-decoder') !== true) {
    throw environmentError(
      'MODEL_ARCHITECTURE',
      `${file}: its config.json names the model_type "${architecture ?? 'none'}"; expected vision-encoder-decoder`,
      'Use a model such as Donut, exported for transformers.js',
    );
  }
  if (tokenizer.model === null) {
    throw environmentError(
      'MODEL_TOKENIZER_MISSING',
      `${file}: the tokenizer.json of its folder holds no model`,
      'Download or export the model again, with its tokenizer files',
    );
  }
  const { inputs = [] } = network ?? {};
  const missing = ['pixel_values', 'input_ids', 'encoder_hidden_states'].find((name) => !inputs.includes(name));
  if (missing === undefined) return;
  throw environmentError(
    'ONNX_INPUTS',
    `${file}: no input ${missing} in it and its decoder; their inputs are ${inputs.join(', ')}`,
    'Export the model for transformers.js: encoder_model and decoder_model_merged',
  );
}

function joinQuantizations(
  name: string,
  [one, other]: readonly [FileQuantization, FileQuantization],
): FileQuantization {
  const shares = new Map<string, FileQuantization['tensorTypes'][number]>();
  for (const share of [...one.tensorTypes, ...other.tensorTypes]) {
    const before = shares.get(share.type) ?? { type: share.type, tensors: 0, parameters: 0, bytes: 0 };
    shares.set(share.type, {
      type: share.type,
      tensors: before.tensors + share.tensors,
      parameters: before.parameters + share.parameters,
      bytes: before.bytes + share.bytes,
    });
  }
  const tensorTypes = [...shares.values()].sort((a, b) => b.bytes - a.bytes);
  const total = (of: 'parameters' | 'bytes'): number => tensorTypes.reduce((sum, share) => sum + share[of], 0);
  const bitsPerWeight = total('parameters') === 0 ? 0 : (total('bytes') * 8) / total('parameters');
  return { name, declared: true, bitsPerWeight, tensorTypes };
}

function networkOf({ network }: Omit<ModelInspection, 'sha256'>): NonNullable<ModelInspection['network']> {
  return network ?? { producer: null, opsets: {}, inputs: [], outputs: [], operators: {}, labels: null, outside: [] };
}

function memberOf(config: Record<string, unknown>, key: string): Record<string, unknown> {
  const member = config[key];
  return member !== null && typeof member === 'object' && !Array.isArray(member)
    ? (member as Record<string, unknown>)
    : {};
}
