import { AssayError } from '../core/errors.ts';
import { isOnnx } from '../models/onnx/load-onnx.ts';
import { isPictureModel } from '../models/pictures/picture-model.ts';
import type { Parity } from '../runtimes/onnx/measure-parity.ts';
import { describeParity, LEAST_SAME, listDisparities, percent } from '../runtimes/onnx/describe-parity.ts';
import type { PreparedRun, PreparedVariant } from './prepare-run.ts';

/** Documents of the run that both networks read. */
const CHECKED_DOCUMENTS = 16;

export interface ParityCheck {
  /** By variant, against the file that it was made from, on the processor. */
  parity: Record<string, Parity>;
  warnings: string[];
}

/**
 * Reads the first documents of a run with every tagger in a reduced precision and with the file that it was made from, both on the processor
 * and in a process of their own, so that no worker's memory counts the second network. What the precision costs is what the run
 * measures: nothing is refused here, and what is off is a warning.
 */
export async function checkParity(run: PreparedRun, onNote?: (line: string) => void): Promise<ParityCheck> {
  const reduced = run.variants.filter(({ model }) => model.path !== model.sourcePath && isTagger(model.path));
  const found: ParityCheck = { parity: {}, warnings: [] };
  const known = new Map<string, Parity | string>();
  for (const variant of reduced) {
    const { model, spec } = variant;
    const kept = known.get(model.path);
    if (kept === undefined) onNote?.(`Comparing ${model.quantization} of ${spec.model} with the file it was made from`);
    const result = kept ?? (await measure(run, variant));
    known.set(model.path, result);
    if (typeof result === 'string') {
      found.warnings.push(`${spec.id}: could not be compared with the file that it was made from: ${result}`);
      continue;
    }
    found.parity[spec.id] = result;
    const off = listDisparities(result);
    if (off.length > 0)
      found.warnings.push(
        `${spec.id}: ${off.join(', ')} on ${result.documents} documents are those of the file that it was made from; at least ${percent(LEAST_SAME)} is expected of a precision that computes rightly (${describeParity(result)})`,
      );
  }
  return found;
}

function isTagger(path: string): boolean {
  return isOnnx(path) && !isPictureModel(path);
}

/** A sentence where it could not be measured. */
async function measure({ documents, inputs }: PreparedRun, { model, spec }: PreparedVariant): Promise<Parity | string> {
  const { measureParity } = await import('../runtimes/onnx/measure-parity.ts');
  const read = await Promise.all(documents.slice(0, CHECKED_DOCUMENTS).map((id) => inputs.read(id, spec.stages)));
  const texts = read.flatMap((input) => (input.kind === 'read' ? [input.text] : []));
  if (texts.length === 0) return `none of the first ${read.length} documents could be read`;
  try {
    return await measureParity({ reference: model.sourcePath, candidate: model.path, texts });
  } catch (error) {
    if (error instanceof AssayError) return error.message;
    throw error;
  }
}
