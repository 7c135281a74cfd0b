import { z } from 'zod';
import { checkYaml, yamlError } from '../core/check-yaml.ts';
import type { YamlSource } from '../core/yaml.ts';

/** Types that llama.cpp can keep its key-value cache in. */
export const KV_CACHE_TYPES = ['F32', 'F16', 'BF16', 'Q8_0', 'Q5_1', 'Q5_0', 'Q4_1', 'Q4_0', 'IQ4_NL'] as const;

const count = (least: number, most: number) => z.int().min(least).max(most);

const schema = z.strictObject({
  id: z.string().min(1),
  description: z.string().min(1),
  gpu: z.literal([false, 'auto', 'cuda', 'vulkan', 'metal']),
  threads: count(1, 1024),
  maxWidth: count(1, 4096),
  reserveBytes: count(0, Number.MAX_SAFE_INTEGER),
  kvCacheType: z.enum(KV_CACHE_TYPES),
  gpuLayers: count(0, 10_000).optional(),
  deviceName: z.string().min(1).optional(),
  gpus: z.array(count(0, 255)).min(1).optional(),
});

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
  return Object.freeze(config);
}
