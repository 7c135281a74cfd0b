import { usageError } from '../core/errors.ts';
import type { ResolvedModel } from '../models/shelf/resolve-model.ts';
import { isPictureModel } from '../models/pictures/picture-model.ts';
import { seesPages } from '../spec/pipelines.ts';
import type { VariantSpec } from '../spec/spec.ts';

/**
 * Refuses a text pipeline around a model that reads pictures, and a pipeline that shows pages to a model that reads text.
 * @throws AssayError SPEC_PIPELINE (exit 2).
 */
export function requireSight(variant: VariantSpec, models: readonly Pick<ResolvedModel, 'path'>[]): void {
  const sees = seesPages(variant.stages);
  const other = models.find(({ path }) => isPictureModel(path) !== sees);
  if (other === undefined) return;
  const where = `variant "${variant.id}": its pipeline is "${variant.pipeline}"`;
  throw sees
    ? usageError(
        'SPEC_PIPELINE',
        `${where}, which shows pages as pictures; ${other.path} reads text`,
        'write `pipeline: scan`, which reads the pages by OCR, or name an image-to-text model',
      )
    : usageError(
        'SPEC_PIPELINE',
        `${where}, which asks about text; ${other.path} is an image-to-text model and reads pages`,
        'write `pipeline: picture`',
      );
}
