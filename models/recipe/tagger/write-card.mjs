// models/assay-tagger.md from the log, the checks and the measured runs: `node write-card.mjs WORK`.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';

const work = process.argv[2];
const json = (name) => JSON.parse(readFileSync(`${work}/${name}`, 'utf8'));
const { sha256 } = JSON.parse(readFileSync(new URL('../../registry.json', import.meta.url), 'utf8'))['assay-tagger'];
const log = readFileSync(`${work}/log.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const steps = log.filter((entry) => entry.step !== undefined);
const last = steps.at(-1);
const starts = log.filter((entry) => entry.start !== undefined).map(({ start, steps: to }) => `train.py --steps ${to}${start > 0 ? ` --resume (from step ${start})` : ''}`);
const checked = json('checked.json');
const FILES = { fp32: 'model.onnx', fp16: 'model_fp16.onnx', 'int8-weights': 'model_int8_weights.onnx', int8: 'model_quantized.onnx' };
const megabytes = (precision) => {
  const path = new URL(`../../assay-tagger/onnx/${FILES[precision]}`, import.meta.url);
  return existsSync(path) ? (statSync(path).size / 1e6).toFixed(2) : 'made on demand';
};
const points = (share) => (share * 100).toFixed(1);
const estimate = ({ value, low, high }) => `${points(value)} (${points(low)} to ${points(high)})`;
const splits = ['layouts', 'test'].flatMap((split) => ['t1', 't2', 't3'].map((tier) => `${split}-${tier}`));
const runs = Object.fromEntries(splits.filter((split) => existsSync(`${work}/${split}.json`)).map((split) => [split, json(`${split}.json`)]));

const accuracy = Object.entries(runs).flatMap(([split, { variants, comparisons }]) =>
  variants.map(({ id, documents, fieldAccuracy, documentExact, lines }) => {
    const compared = comparisons.find(({ candidate }) => candidate === id);
    const difference = compared === undefined ? 'baseline' : `${estimate(compared.difference)}, ${compared.verdict}`;
    return `| ${split} | ${id} | ${documents} | ${estimate(fieldAccuracy)} | ${estimate(documentExact)} | ${lines?.f1 ? estimate(lines.f1) : ''} | ${difference} |`;
  }),
);
const curve = steps.filter(({ step }) => step % 100 === 0 || step === last.step).map(({ step, minutes, loss, tokens }) => `| ${step} | ${minutes} | ${loss} | ${tokens} |`);
const precisions = Object.entries(checked).map(
  ([name, { sameLabels, meanDifference, largestDifference }]) =>
    `| ${name} | ${FILES[name]} | ${megabytes(name)} | ${(sameLabels * 100).toFixed(2)} | ${meanDifference.toExponential(1)} | ${largestDifference.toPrecision(2)} |`,
);

writeFileSync(
  new URL('../../assay-tagger.md', import.meta.url),
  `# assay-tagger

Marks 19 header fields and 6 cells of each line in the text of an invoice (BIO labels of its tokens). Made for this project as a subject
of experiments that runs anywhere; it is no product for real invoices.

- Folder \`assay-tagger/\` in the layout of transformers.js; digest of network, tokenizer and configuration \`${sha256}\`, licence MIT (the
  project's own). ONNX opset 17; \`model_type: bert\` only names the class of encoders by which transformers.js opens it.
- 1.85 M parameters: width 128, eight convolutions of three tokens (steps 1, 2, 4), three attention layers of four heads whose angles turn
  with token, line and column of the line (\`models/recipe/tagger/model.py\`). 4,096 byte-level tokens, every digit one token. Windows of 640
  tokens; longer documents are read in windows that overlap by a quarter.
- A value is where its tokens are likelier inside some value than not, never cuts a word, and belongs to one field; see \`docs/runtimes.md\`.

## Data and training

Synthetic invoices of \`invoices-v2\`, tiers T1 to T3, and \`invoices-v1\`, split \`train\`, nine to one, each seen once; the first 17,050 of \`invoices-v2\`
(2,200 steps) are of split \`train\`, all later ones of \`mixed\`, each in a layout of its own, whose forms are those of training layouts:
${last.tokens.toLocaleString('en-US')} tokens in ${last.step} steps, ${Math.round(last.minutes)} minutes of one thread on a shared processor, seed 20261121. In two of three documents words in names of goods and
parties are replaced by made-up ones, in half of them up to 30 % of the words outside of values are hidden or made up (\`vary.py\`): else it learns the few
goods of the generator by heart and marks no others. Steps up to 940 were trained with hidden words only. Commands, in order: ${starts.map((command) => `\`${command}\``).join(', ')}; \`./recipe.sh\` does all of it.

| step | minutes | loss | tokens |
| --- | --- | --- | --- |
${curve.join('\n')}

## Precisions

Against PyTorch in fp32, on eight invoices of \`dev\`: share of tokens with the same label, and differences of the logits. int8 rounds what
meets a matrix with one scale for a whole batch, so its answers depend, rarely, on the documents beside it.

| precision | file | MB | same labels % | mean difference | largest |
| --- | --- | --- | --- | --- | --- |
${precisions.join('\n')}

## Accuracy

Plain text. \`layouts\`: layouts, sellers and goods never seen in training, printed with its label words; \`test\`: with label words never
seen in training as well. All fields and \`name, quantity, unitPrice, netAmount\` of lines, in
percent with 95 % intervals over documents (bootstrap). The last column is the difference from fp32 in points, verdict at a margin of 2 points.

| split | precision | n | field accuracy | documents exact | line cells F1 | difference |
| --- | --- | --- | --- | --- | --- | --- |
${accuracy.join('\n')}

## Limits

- It can only mark what stands in the text as one piece: nothing is invented, and nothing is assembled. A label that it never saw, beside
  several values of one form (dates, order numbers), is its commonest error.
- Names of goods have any words: they are found less often than quantities, prices and net amounts. Targets on unseen layouts are 97 % (T1) and
  93 % (T2) of the header fields: see the table.
- Plain text only: not trained on text in columns, nor on readings of scans. On real invoices it will do far worse.
`,
);
console.log('models/assay-tagger.md');
