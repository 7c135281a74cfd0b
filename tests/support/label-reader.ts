import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the small image-to-text model that comes with the repository. */
export const LABEL_READER = fileURLToPath(new URL('../../models/label-reader', import.meta.url));

/** Pictures with their truth: documents/label-01.png and on. */
export const LABELS = fileURLToPath(new URL('../../examples/labels', import.meta.url));

/** A copy of the model for a test that spoils or adds to it; gives the path of its encoder. */
export function copyLabelReader(folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync(LABEL_READER, folder, { recursive: true });
  return join(folder, 'onnx', 'encoder_model.onnx');
}
