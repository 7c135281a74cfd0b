import { z } from 'zod';
import { checkYaml, yamlError } from '../core/check-yaml.ts';
import type { YamlSource } from '../core/yaml.ts';

/** Types that llama.cpp can keep its key-value cache in. */
export const KV_CACHE_TYPES = ['F32', 'F16', 'BF16', 'Q8_0', 'Q5_1', 'Q5_0', 'Q4_1', 'Q4_0', 'IQ4_NL'] as const;

/** How a run's documents share batches. */
export const DETERMINISM = ['reproducible', 'throughput', 'certified'] as const;

const count = (least: number, most: number) => z.int().min(least).max(most);

const schema = z.strictObject({
  id: z.string().min(1),
  description: z.string().min(1),
  gpu: z.literal([false, 'auto', 'cuda', 'vulkan', 'metal']),
  /** Of each worker's engine; `auto`: one for a small model, and what was measured as fastest for a larger one. */
  threads: z.union([z.literal('auto'), count(1, 1024)]),
  maxWidth: count(1, 4096),
  /** The same where slots are refilled at once (`throughput`); `maxWidth` unless told. */
  maxWidthThroughput: count(1, 4096).optional(),
  reserveBytes: count(0, Number.MAX_SAFE_INTEGER),
  kvCacheType: z.enum(KV_CACHE_TYPES),
  gpuLayers: count(0, 10_000).optional(),
  deviceName: z.string().min(1).optional(),
  gpus: z.array(count(0, 255)).min(1).optional(),
  /** On unless told. */
  flashAttention: z.boolean().optional(),
  /** Most tokens in one batch of the engine; 512 unless told. */
  batchTokens: count(32, 65_536).optional(),
  /** Tokens that every step guesses ahead by looking them up in the prompt; none unless told. */
  draftTokens: count(1, 64).optional(),
  /** Whether a long run measures which width and threads are fastest, once; `true` unless told. */
  calibrate: z.boolean().optional(),
  /** Mode of experiments that name none. */
  determinism: z.enum(DETERMINISM).optional(),
});

/** Types that a cache may have without flash attention. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16']);

/** How one kind of machine runs a native engine: a file of `native-configs/`. */
export type NativeConfig = Readonly<z.output<typeof schema>>;

/**
 * The native config in a YAML file whose name is `ID.yaml`. Throws `DEVICE_INVALID` with file and line for an unknown
 * key, a wrong type or a number out of range, and for an id that is not the file's name.
 */
export function parseNativeConfig(source: YamlSource, id: string): NativeConfig {
  const config = checkYaml(source, schema, 'DEVICE_INVALID');
  if (config.id !== id) {
    const message = `is "${config.id}"; it must be the file's name, ${id}`;
    throw yamlError({ source, path: ['id'], code: 'DEVICE_INVALID', message, hint: `write \`id: ${id}\`` });
  }
  if (config.flashAttention === false && !PLAIN_TYPES.has(config.kvCacheType)) {
    const message = `is ${config.kvCacheType}; a quantized cache needs flash attention, which is off here`;
    const hint = 'write `kvCacheType: F16`, or leave flashAttention out';
    throw yamlError({ source, path: ['kvCacheType'], code: 'DEVICE_INVALID', message, hint });
  }
  return Object.freeze(config);
}
