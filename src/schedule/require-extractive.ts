import { usageError } from '../core/errors.ts';
import type { Engine } from './engine.ts';
import { modelPathsOf, type PreparedRun } from './prepare-run.ts';

/**
 * Refuses pipelines that hold values to the document (`infer: {extractive: true}`) where the engine cannot do that for one of their models.
 * @throws AssayError SPEC_PIPELINE (exit 2).
 */
export function requireExtractive({ variants }: Pick<PreparedRun, 'variants'>, engine: Engine): void {
  for (const variant of variants) {
    if (variant.spec.stages?.infer.extractive !== true) continue;
    for (const path of modelPathsOf({ variants: [variant] })) {
      const why = whyNot(engine, path);
      if (why === null) continue;
      throw usageError(
        'SPEC_PIPELINE',
        `variant "${variant.spec.id}": its pipeline "${variant.spec.pipeline}" holds values to the document; ${path}: ${why}`,
        'take a pipeline without `infer: {extractive: true}`; `extract-verify-repair` checks values after they are written',
      );
    }
  }
}

function whyNot(engine: Engine, path: string): string | null {
  if (engine.whyNotExtractive !== undefined) return engine.whyNotExtractive(path);
  return `${engine.version} does not say that it can`;
}
