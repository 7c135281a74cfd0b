/** What a model file is. Plain data. `null` wherever the file does not say. */
export interface ModelInspection {
  file: string;
  bytes: number;
  /** Of the file; of a split model: over the digests of its parts, in order. */
  sha256: string;
  format: 'gguf' | 'onnx';
  formatVersion: number;
  /** Files that make up the model; 1 unless it is split. */
  parts: number;
  /** `model`; other GGUF files hold adapters, importance matrices or projectors. */
  kind: string;
  architecture: string | null;
  name: string | null;
  parameters: number;
  quantization: FileQuantization;
  contextTokens: number | null;
  embeddingLength: number | null;
  layers: number | null;
  heads: number | null;
  /** The largest of any layer, where they differ. */
  keyValueHeads: number | null;
  feedForwardLength: number | null;
  vocabularySize: number | null;
  tokenizer: { model: string | null; pre: string | null };
  chatTemplate: string | null;
  specialTokens: SpecialToken[];
  addsBeginToken: boolean | null;
  /** Bytes of all tensors. */
  weightBytes: number;
  /** Bytes that one token takes in the key-value cache, by type of the cache; upper bound for layers with a sliding window. */
  keyValueBytesPerToken: { F16: number; Q8_0: number } | null;
  /** Of an ONNX model only. */
  network?: OnnxNetwork;
}

/** What an ONNX graph says of itself. */
export interface OnnxNetwork {
  producer: string | null;
  /** Version of the operators, by domain. */
  opsets: Record<string, number>;
  inputs: string[];
  outputs: string[];
  /** How often each operator stands in the graph, most frequent first. */
  operators: Record<string, number>;
  /** Names of the classes that it tells apart; `null` when its configuration names none. */
  labels: string[] | null;
  /** Files with weights beside the graph. */
  outside: string[];
}

export interface FileQuantization {
  /** E.g. `Q4_K_M`; `unknown` when neither the file nor its tensors tell. */
  name: string;
  /** Whether the file says so itself; else it is read off its largest share of tensors. */
  declared: boolean;
  bitsPerWeight: number;
  /** Most bytes first. */
  tensorTypes: { type: string; tensors: number; parameters: number; bytes: number }[];
}

export interface SpecialToken {
  /** E.g. `bos`, `eos`. */
  role: string;
  id: number;
  text: string | null;
}
