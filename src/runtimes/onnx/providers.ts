import { readdirSync, readFileSync } from 'node:fs';
import { environmentError } from '../../core/errors.ts';
import type { LoadRequest } from '../runtime.ts';

/** Where ONNX Runtime computes. */
export type Provider = 'cpu' | 'cuda' | 'webgpu';

/** The provider that a profile's `gpu` asks for: WebGPU computes on Vulkan and on Metal. `auto` takes CUDA where it is installed. */
export function chooseProvider(gpu: LoadRequest['gpu'], installed: readonly string[]): Provider {
  switch (gpu) {
    case 'cuda':
      return 'cuda';
    case 'vulkan':
    case 'metal':
      return 'webgpu';
    case 'auto':
      return installed.includes('cuda') ? 'cuda' : 'cpu';
    default:
      return 'cpu';
  }
}

/** @throws AssayError ONNX_PROVIDER (exit 3): what is missing for a provider, in the engine's words. */
export function providerMissing(provider: Provider, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message.trim().split('\n').at(-1) : String(cause);
  return environmentError(
    'ONNX_PROVIDER',
    `ONNX Runtime cannot compute on ${provider}: ${reason}`,
    provider === 'cuda'
      ? 'Install its CUDA files: node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12, or take a profile with `gpu: false`'
      : 'Install a Vulkan driver, or take a profile with `gpu: false`',
    cause,
  );
}

const NAMES: Readonly<Record<Provider, string>> = {
  cpu: 'CPUExecutionProvider',
  cuda: 'CUDAExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
};

/** Operators that do the work; the others may stay on the processor, where shapes are computed. */
const HEAVY = /MatMul|Gemm|Conv|Attention/;

/** How many runs of heavy operators each provider had, by ONNX Runtime's names. */
export type ProviderUse = Record<string, number>;

/** Counts a profile that ONNX Runtime wrote: JSON events, those of nodes with their provider. */
export function countProviders(profile: unknown): ProviderUse {
  const counts: ProviderUse = {};
  for (const event of Array.isArray(profile) ? (profile as unknown[]) : []) {
    const { cat, args } = (event ?? {}) as { cat?: unknown; args?: { provider?: unknown; op_name?: unknown } };
    if (cat !== 'Node' || typeof args?.provider !== 'string' || !HEAVY.test(String(args.op_name))) continue;
    counts[args.provider] = (counts[args.provider] ?? 0) + 1;
  }
  return counts;
}

/** The profile in a folder that holds nothing else. */
export function loadProfile(folder: string): unknown {
  const [file] = readdirSync(folder);
  return file === undefined ? [] : (JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as unknown);
}

/**
 * Refuses a session that computed its products anywhere but where it was asked to.
 * @throws AssayError ONNX_PROVIDER_FALLBACK (exit 3) with the counts.
 */
export function requireProvider(provider: Provider, counts: ProviderUse, modelPath: string): void {
  const wanted = NAMES[provider];
  const elsewhere = Object.entries(counts).filter(([name]) => name !== wanted);
  if (elsewhere.length === 0 && (counts[wanted] ?? 0) > 0) return;
  const found =
    Object.entries(counts)
      .map(([name, count]) => `${count} on ${name}`)
      .join(', ') || 'none anywhere';
  throw environmentError(
    'ONNX_PROVIDER_FALLBACK',
    `${modelPath}: asked to compute on ${provider}; matrix products ran: ${found}`,
    'Use a model whose operators this provider knows, or take a profile with `gpu: false`',
  );
}
