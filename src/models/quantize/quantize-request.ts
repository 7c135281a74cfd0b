/** What the parent tells the quantizing process. Plain data. */
export interface QuantizeRequest {
  /** Absolute paths. */
  source: string;
  target: string;
  /** Name for messages, and the engine's number for it. */
  quantization: string;
  fileType: number;
  /** Absolute path of an importance matrix in GGUF format. */
  imatrix: string | null;
  threads: number;
}

/** The last word of the quantizing process; one that dies says nothing. */
export type QuantizeReply = { kind: 'done' } | { kind: 'failed'; code: string; message: string; hint: string | null };

/** `value` as a reply, or `undefined` when it is something else. */
export function parseQuantizeReply(value: unknown): QuantizeReply | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  if (value.kind === 'done') return { kind: 'done' };
  if (value.kind !== 'failed' || !('code' in value) || !('message' in value)) return undefined;
  const hint = 'hint' in value && typeof value.hint === 'string' ? value.hint : null;
  return { kind: 'failed', code: String(value.code), message: String(value.message), hint };
}
