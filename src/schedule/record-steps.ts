import type { GroundTruth } from '../invoices/truth.ts';
import type { RecordBase, RecordedCall, RecordedInput } from '../records/record.ts';
import { fieldType } from '../scoring/field-type.ts';
import type { TrialResult } from '../stages/pipeline/run-trial.ts';
import { prepareSource } from '../stages/score.ts';
import type { DocumentInput } from '../stages/reading/document-input.ts';

/** What a record says of the way to its answer. A question of its own about plain text says nothing more. */
export function recordSteps(
  input: DocumentInput,
  result: TrialResult | null,
  about: { truth: GroundTruth; fields: readonly string[] },
): Pick<RecordBase, 'input' | 'calls' | 'split' | 'check'> {
  const { calls = [], split, check } = result ?? {};
  return {
    ...(input.kind === 'read' && input.note !== undefined && { input: recordInput(input.text, input.note, about) }),
    ...(calls.length > 1 && { calls: calls.map(recordCall) }),
    ...(split !== undefined && { split: { ...split } }),
    ...(check !== undefined && { check: { ...check } }),
  };
}

function recordInput(
  text: string,
  note: NonNullable<Extract<DocumentInput, { kind: 'read' }>['note']>,
  { truth, fields }: { truth: GroundTruth; fields: readonly string[] },
): RecordedInput {
  const source = prepareSource(text);
  const trueFields: Readonly<Record<string, { value: string | null; printed?: string }>> = truth.fields;
  const lost = fields.filter((field) => {
    const { value = null, printed } = trueFields[field] ?? {};
    return value !== null && !source.holds(fieldType(field), printed ?? value, value);
  });
  return { ...note, text, lost };
}

function recordCall({ call: { purpose }, generation }: TrialResult['calls'][number]): RecordedCall {
  const { promptTokens } = generation;
  if (generation.kind === 'refused') return { purpose, promptTokens, outputTokens: 0, refused: generation.reason };
  const { outputTokens, text: output, finish } = generation;
  return { purpose, promptTokens, outputTokens, output, finish };
}
