import { basename } from 'node:path';
import type { QuantizedOnnx } from '../models/onnx/rewrite/quantize-onnx.ts';
import { bytesText, counted } from '../report/number-text.ts';
import { describeParity, LEAST_SAME, listDisparities, percent } from '../runtimes/onnx/describe-parity.ts';
import type { Parity } from '../runtimes/onnx/measure-parity.ts';
import { renderTable } from './text-table.ts';

/** A file that was made, and what reading invoices with it said. */
export interface CheckedFile extends QuantizedOnnx {
  /** `null` where the model has no tokenizer or labels, so that no document can be read with it. */
  parity: Parity | null;
  unchecked: string | null;
  warnings: string[];
}

/** One sentence for each share of a parity that is too small. */
export function warnOfParity(parity: Parity): string[] {
  return listDisparities(parity).map(
    (off) =>
      `${off} on ${counted(parity.documents, 'invoice')} are as before; at least ${percent(LEAST_SAME)} is expected: measure it with assay run before you use it`,
  );
}

/** What was made and changed, file by file, and how far each agrees with its original. */
export function renderQuantizedOnnx(files: readonly CheckedFile[], companions: readonly string[]): string {
  const rows = files.map(({ quantization, bytes, path }) => [quantization, bytesText(bytes), path]);
  const table = renderTable(['quantization', 'size', 'file'], rows, [1]);
  const beside =
    companions.length === 0 ? '' : `copied beside: ${companions.map((path) => basename(path)).join(', ')}\n`;
  return `${table}${beside}\n${files.map(renderFile).join('\n')}`;
}

function renderFile({ quantization, changes, notes, parity, unchecked, warnings }: CheckedFile): string {
  const operators = new Map<string, number>();
  for (const { operator } of changes) operators.set(operator, (operators.get(operator) ?? 0) + 1);
  const kinds = [...operators].map(([operator, count]) => `${count} ${operator}`).join(', ');
  const lines = [
    `${quantization}: changed ${kinds}`,
    ...changes.map(({ operator, name, change }) => `  ${operator} ${name}: ${change}`),
    ...notes.map((note) => `  ${note}`),
    `  ${parity === null ? `not checked: ${unchecked}` : `on ${counted(parity.documents, 'invoice')} as before: ${describeParity(parity)}`}`,
    ...warnings.map((warning) => `  warning: ${warning}`),
  ];
  return `${lines.join('\n')}\n`;
}
