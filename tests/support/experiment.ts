import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { decision } from './decision.ts';

export interface SmallExperiment {
  documents?: number;
  quantizations?: string[];
  split?: string;
  [key: string]: unknown;
}

/** Writes an experiment on the embedded extractor into a folder and gives its path. */
export function writeExperiment(
  folder: string,
  { documents = 24, quantizations = ['F16', 'Q8_0'], split = 'dev', ...rest }: SmallExperiment = {},
): string {
  const path = join(folder, 'small.yaml');
  const experiment = {
    name: 'small',
    question: 'Does the run hold?',
    dataset: { name: 'invoices-v1', split, documents },
    pipeline: 'text',
    prompt: 'verbatim-json',
    model: 'assay-extract',
    baseline: { quantization: quantizations[0] },
    variants: { quantization: quantizations },
    decision,
    run: { seed: 7, epochs: 1, stop: 'fixed', determinism: 'reproducible' },
    device: 'auto',
    ...rest,
  };
  writeFileSync(path, stringify(experiment));
  return path;
}
