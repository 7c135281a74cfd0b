import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { copyLabelReader, LABEL_READER } from '../../../tests/support/label-reader.ts';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { describeModel, inspectModel, loadTensors } from '../inspect-model.ts';
import { addModel } from '../shelf/add-model.ts';
import { listModels } from '../shelf/registry.ts';
import { locateModel } from '../shelf/resolve-model.ts';
import { isPictureModel, modelFileOf } from './picture-model.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const at = (...parts: string[]): string => join(folder.path, ...parts);
const places = { shelf: at('shelf'), registry: at('models.json'), cache: at('cache') };

describe('the folder of an image-to-text model', () => {
  test('stands for its encoder in the finest precision', () => {
    const path = copyLabelReader(at('two'));
    copyFileSync(path, at('two', 'onnx', 'encoder_model_fp16.onnx'));
    expect(modelFileOf(at('two'))).toBe(path);
    rmSync(path);
    expect(modelFileOf(at('two'))).toBe(at('two', 'onnx', 'encoder_model_fp16.onnx'));
    expect(modelFileOf('model.gguf')).toBe('model.gguf');
    expect(isPictureModel('a/onnx/encoder_model_quantized.onnx')).toBe(true);
    expect(isPictureModel('a/onnx/model.onnx')).toBe(false);
    expect(isPictureModel('a/encoder_model.onnx')).toBe(false);
  });

  test('is inspected as one model of two networks', async () => {
    const { quantization, ...found } = await inspectModel(modelFileOf(LABEL_READER), places);
    expect(found).toMatchObject({
      kind: 'image-to-text',
      architecture: 'vision-encoder-decoder (donut-swin, mbart)',
      parts: 7,
      contextTokens: 32,
    });
    expect(quantization.name).toBe('fp32');
    expect(found.parameters).toBeGreaterThan(300_000);
    expect(loadTensors(modelFileOf(LABEL_READER)).some(({ name }) => name.startsWith('decoder.'))).toBe(true);
  });

  test('is added to the shelf, as it lies or as a copy that keeps its layout', async () => {
    const { model } = await addModel(LABEL_READER, places);
    expect(model).toMatchObject({ id: 'label-reader', runtime: 'transformers' });
    expect(listModels(places.shelf, places.registry)).toEqual([model]);
    const kept = await addModel(LABEL_READER, { ...places, id: 'kept', copy: true });
    expect(kept.model.path.startsWith(at('cache'))).toBe(true);
    expect(kept.model.sha256).toBe(model.sha256);
    expect((await inspectModel(kept.model.path, places)).sha256).toBe(model.sha256);
  });

  test('gives the precision that is asked for, and names those that it has', async () => {
    const path = copyLabelReader(at('precisions'));
    for (const part of ['encoder_model', 'decoder_model_merged'])
      copyFileSync(at('precisions', 'onnx', `${part}.onnx`), at('precisions', 'onnx', `${part}_quantized.onnx`));
    const ask = (quantization: string | null) =>
      locateModel({ model: at('precisions'), file: null, quantization }, places);
    expect((await ask(null)).made).toMatchObject({ path, quantization: 'fp32' });
    const coarse = await ask('int8');
    expect(coarse.made).toMatchObject({ path: path.replace('.onnx', '_quantized.onnx'), quantization: 'int8' });
    expect(coarse.made?.sourceSha256).toBe((await ask(null)).made?.sha256);
    await expect(ask('fp16')).rejects.toMatchObject({
      code: 'MODEL_PRECISION_MISSING',
      exitCode: 2,
      message: expect.stringContaining('it holds fp32, int8') as string,
    });
  });

  test.each(['decoder_model_merged.onnx', '../tokenizer.json', '../config.json'])('without %s is refused', (name) => {
    const path = copyLabelReader(at('lacking', name.replaceAll(/\W/g, '')));
    rmSync(join(path, '..', name));
    expect(() => describeModel(path)).toThrow(expect.objectContaining({ code: 'MODEL_PART_MISSING', exitCode: 3 }));
  });

  test('of another kind of model, or of none, is refused', async () => {
    const path = copyLabelReader(at('other'));
    writeFileSync(at('other', 'config.json'), JSON.stringify({ model_type: 'whisper' }));
    await expect(addModel(at('other'), places)).rejects.toMatchObject({
      code: 'MODEL_ARCHITECTURE',
      message: expect.stringContaining('whisper') as string,
    });
    writeFileSync(at('other', 'config.json'), '[]');
    expect(() => describeModel(path)).toThrow(expect.objectContaining({ code: 'MODEL_COMPANION_INVALID' }));
    mkdirSync(at('empty'));
    await expect(addModel(at('empty'), places)).rejects.toMatchObject({ code: 'MODEL_FOLDER' });
  });
});
