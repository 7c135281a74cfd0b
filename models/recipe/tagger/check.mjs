// Each ONNX file against PyTorch's own answers: `node check.mjs WORK FOLDER`. Tokens must be equal; differences of logits are written down.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { AutoTokenizer, env } from '@xenova/transformers';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const [work, folder] = process.argv.slice(2);
const FILES = { fp32: 'model.onnx', fp16: 'model_fp16.onnx', 'int8-weights': 'model_int8_weights.onnx', int8: 'model_quantized.onnx' };
env.allowRemoteModels = false;
const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
const references = JSON.parse(readFileSync(`${work}/references.json`, 'utf8'));
const found = {};
for (const [precision, file] of Object.entries(FILES)) {
  const session = await InferenceSession.create(`${existsSync(`${folder}/onnx/${file}`) ? folder : work}/onnx/${file}`, { intraOpNumThreads: 1, logSeverityLevel: 4 });
  let [tokens, same, sum, largest] = [0, 0, 0, 0];
  for (const { text, ids, logits } of references) {
    const own = tokenizer.encode(text).slice(0, ids.length);
    if (JSON.stringify(own) !== JSON.stringify(ids)) throw new Error(`transformers.js cuts another way: ${text.slice(0, 60)}`);
    const tensor = (values) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, ids.length]);
    const output = await session.run({ input_ids: tensor(ids), attention_mask: tensor(ids.map(() => 1)) });
    const labels = logits[0].length;
    for (const [place, row] of logits.entries()) {
      const made = output.logits.data.subarray(place * labels, (place + 1) * labels);
      const likeliest = (values) => values.indexOf(Math.max(...values));
      tokens += 1;
      same += likeliest([...made]) === likeliest(row) ? 1 : 0;
      for (const [label, value] of row.entries()) {
        const difference = Math.abs(value - made[label]);
        sum += difference / labels;
        largest = Math.max(largest, difference);
      }
    }
  }
  await session.release();
  found[precision] = { tokens, sameLabels: same / tokens, meanDifference: sum / tokens, largestDifference: largest };
  if (precision === 'fp32' && largest > 1e-3) throw new Error(`the exported model differs from PyTorch by ${largest}`);
}
writeFileSync(`${work}/checked.json`, JSON.stringify(found, null, 1));
console.log(found);
