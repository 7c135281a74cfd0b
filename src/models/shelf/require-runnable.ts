import { environmentError } from '../../core/errors.ts';
import { nearestOf } from '../../core/nearest.ts';
import { ARCHITECTURES } from '../gguf/architectures.ts';
import type { ModelInspection } from '../model-inspection.ts';

/**
 * Refuses a GGUF file that the engine cannot run, with its own message: no language model, an unknown architecture, no tokenizer.
 * @throws AssayError MODEL_KIND, MODEL_ARCHITECTURE, MODEL_TOKENIZER_MISSING (exit 3).
 */
export function requireRunnable({
  file,
  kind,
  architecture,
  tokenizer,
}: Pick<ModelInspection, 'file' | 'kind' | 'architecture' | 'tokenizer'>): void {
  if (kind !== 'model') {
    throw environmentError(
      'MODEL_KIND',
      `${file}: a GGUF file of kind "${kind}"; expected a model`,
      'Name the model itself',
    );
  }
  if (architecture === null || !ARCHITECTURES.has(architecture)) {
    const nearest = architecture === null ? undefined : nearestOf(architecture, [...ARCHITECTURES]);
    const found = architecture === null ? 'names no architecture' : `has the architecture "${architecture}"`;
    const alike = nearest === undefined ? '' : `, among them ${nearest}`;
    throw environmentError(
      'MODEL_ARCHITECTURE',
      `${file}: ${found}; llama.cpp v0.5.0 knows ${ARCHITECTURES.size}${alike}`,
      'Use a model of a known architecture, or a release of Assay with a newer llama.cpp',
    );
  }
  if (tokenizer.model === null) {
    throw environmentError(
      'MODEL_TOKENIZER_MISSING',
      `${file}: holds no tokenizer (tokenizer.ggml.model is missing)`,
      'Convert the original model to GGUF again, with its tokenizer files beside it',
    );
  }
}

/**
 * Refuses a model whose context not even the shortest prompt fits. A file that does not say its context passes.
 * @throws AssayError MODEL_CONTEXT_TOO_SHORT (exit 3).
 */
export function requireContext(
  { file, contextTokens }: Pick<ModelInspection, 'file' | 'contextTokens'>,
  shortestPromptTokens: number,
): void {
  if (contextTokens === null || shortestPromptTokens < contextTokens) return;
  throw environmentError(
    'MODEL_CONTEXT_TOO_SHORT',
    `${file}: its context holds ${contextTokens} tokens; the shortest prompt takes ${shortestPromptTokens} and leaves no room for an answer`,
    'Use a model with a longer context, or shorter documents',
  );
}
