import type { z } from 'zod';
import { environmentError } from '../../core/errors.ts';

/**
 * The content of a registry file.
 * @throws AssayError MODEL_REGISTRY_INVALID with the file and the place in it.
 */
export function parseRegistryFile<S extends z.ZodType>(
  text: string,
  { file, schema }: { file: string; schema: S },
): z.output<S> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw environmentError('MODEL_REGISTRY_INVALID', `${file}: ${String(cause)}`, 'Restore the file', cause);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw environmentError('MODEL_REGISTRY_INVALID', `${file}: ${problems.join('; ')}`, 'Correct or restore the file');
}
