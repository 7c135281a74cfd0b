import { expect, test } from 'vitest';
import { listShownModels } from './list-shown-models.ts';

test('says of every model of the package what its file holds, GGUF and ONNX alike', () => {
  const models = listShownModels().filter(({ origin }) => origin === 'package');
  expect(new Set(models.map(({ runtime }) => runtime))).toEqual(new Set(['llama', 'onnx']));
  for (const { problem, parameters, quantization, bytes } of models) {
    expect(problem).toBeNull();
    expect(quantization).not.toBeNull();
    expect(Math.min(parameters ?? 0, bytes ?? 0)).toBeGreaterThan(1e6);
  }
});
