import type { AddedModel } from '../models/shelf/add-model.ts';
import { bytesText } from '../report/number-text.ts';
import { renderPairs } from './text-table.ts';

/** What was put on the shelf, and the line of YAML that uses it. */
export function renderAdded({ model, inspection, alsoKnownAs }: AddedModel): string {
  const { quantization, architecture, bytes, sha256 } = inspection;
  return renderPairs([
    ['model', model.id],
    ['file', model.path],
    ['holds', `${architecture ?? 'unknown'}, ${quantization.name}, ${bytesText(bytes)}`],
    ['sha256', sha256],
    ['from', model.source],
    ['also', alsoKnownAs.length === 0 ? null : alsoKnownAs.join(', ')],
    ['next', `write \`model: ${model.id}\` in an experiment`],
  ]);
}
