// A small experiment on the embedded extractor, as a file in a folder.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function writeExperiment(folder, { split = 'dev', documents = 24, fields } = {}) {
  const path = join(folder, 'overhead.yaml');
  writeFileSync(
    path,
    `name: overhead
question: What does Assay itself cost?
dataset: {name: invoices-v1, split: ${split}, documents: ${documents}}
pipeline: text
prompt: verbatim-json
model: assay-extract
baseline: {quantization: F16}
variants: {quantization: [F16]}
decision: {question: non-inferiority, metric: fieldAccuracy, margin: 0.02, brokenMargin: 0.02, alpha: 0.05, order: declared}
run: {seed: 7, epochs: 1, stop: fixed, determinism: reproducible}
device: auto
${fields === undefined ? '' : `fields: [${fields.join(', ')}]\n`}`,
  );
  return path;
}
