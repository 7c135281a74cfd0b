import { basename, join } from 'node:path';
import { AssayError, EXIT } from '../core/errors.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import {
  requireOnnxMakeable,
  requireOnnxQuantization,
  type OnnxQuantization,
} from '../models/onnx/onnx-quantizations.ts';
import { describeModel } from '../models/inspect-model.ts';
import { packageRoot } from '../models/package-root.ts';
import { type QuantizedOnnx, quantizeOnnx } from '../models/onnx/rewrite/quantize-onnx.ts';
import { counted, bytesText } from '../report/number-text.ts';
import { measureParity, type Parity } from '../runtimes/onnx/measure-parity.ts';
import type { CommandResult } from './context.ts';
import { renderTable } from './text-table.ts';

export interface QuantizeOnnxRequest {
  source: string;
  names: readonly string[];
  /** Folder of the new files. */
  folder: string;
  /** Throws where a file exists and may not be replaced. */
  requireFree: (target: string) => Promise<void>;
}

/** Invoices that both networks read. */
const CHECKED_DOCUMENTS = 16;

interface CheckedFile extends QuantizedOnnx {
  /** `null` where the model has no tokenizer or labels, so that no document can be read with it. */
  parity: Parity | null;
  unchecked: string | null;
}

/** Writes an ONNX model in other precisions, says what was changed, and reads invoices with the old and the new one. */
export async function quantizeOnnxFiles({
  source,
  names,
  folder,
  requireFree,
}: QuantizeOnnxRequest): Promise<CommandResult> {
  const found = describeModel(source).description.quantization.name;
  const wanted = [...new Set(names.map(requireOnnxQuantization))];
  for (const name of wanted) if (name === 'fp32' || found !== 'fp32') requireOnnxMakeable(name, { source, found });
  const targets = wanted.map((name) => join(folder, targetName(source, name)));
  for (const target of targets) await requireFree(target);
  const texts = await loadTexts();
  const files: CheckedFile[] = [];
  for (const [index, quantization] of wanted.entries()) {
    const target = targets[index] ?? '';
    const made = await quantizeOnnx({ source, target, quantization });
    files.push({ ...made, ...(await check(source, target, texts)) });
  }
  const rows = files.map(({ quantization, bytes, path }) => [quantization, bytesText(bytes), path]);
  const table = renderTable(['quantization', 'size', 'file'], rows, [1]);
  return {
    exitCode: EXIT.done,
    document: { source, files: files.map((file) => ({ ...file })) },
    text: `${table}\n${files.map(renderFile).join('\n')}`,
  };
}

async function check(
  reference: string,
  candidate: string,
  texts: string[],
): Promise<Pick<CheckedFile, 'parity' | 'unchecked'>> {
  try {
    return { parity: await measureParity({ reference, candidate, texts }), unchecked: null };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { parity: null, unchecked: error.message };
  }
}

async function loadTexts(): Promise<string[]> {
  const dataset = await openDataset(join(packageRoot(), 'datasets'), { name: 'invoices-v2', path: null, split: 'dev' });
  const texts: string[] = [];
  for (const id of dataset.ids.slice(0, CHECKED_DOCUMENTS)) texts.push((await dataset.load(id)).text);
  return texts;
}

/** The names that transformers.js looks for: `model_fp16.onnx`, `model_quantized.onnx`. */
function targetName(source: string, quantization: OnnxQuantization): string {
  const stem = basename(source).replace(/\.onnx$/i, '');
  const endings: Record<OnnxQuantization, string> = {
    fp32: '',
    fp16: '_fp16',
    int8: '_quantized',
    'int8-weights': '_int8_weights',
  };
  return `${stem}${endings[quantization]}.onnx`;
}

function renderFile({ quantization, changes, notes, parity, unchecked }: CheckedFile): string {
  const operators = new Map<string, number>();
  for (const { operator } of changes) operators.set(operator, (operators.get(operator) ?? 0) + 1);
  const kinds = [...operators].map(([operator, count]) => `${count} ${operator}`).join(', ') || 'nothing';
  const lines = [
    `${quantization}: changed ${kinds}`,
    ...changes.map(({ operator, name, change }) => `  ${operator} ${name}: ${change}`),
  ];
  lines.push(...notes.map((note) => `  ${note}`));
  lines.push(`  ${parity === null ? `not checked: ${unchecked}` : renderParity(parity)}`);
  return `${lines.join('\n')}\n`;
}

function renderParity({
  documents,
  tokens,
  sameLabels,
  sameAnswers,
  meanDifference,
  largestDifference,
}: Parity): string {
  const share = (value: number): string => `${(value * 100).toFixed(3)} %`;
  return `on ${counted(documents, 'invoice')} (${counted(tokens, 'token')}): ${share(sameLabels)} of labels and ${share(sameAnswers)} of answers as before; log-probabilities differ by ${meanDifference.toExponential(1)} on average, ${largestDifference.toPrecision(2)} at most`;
}
