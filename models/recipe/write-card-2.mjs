// Writes models/assay-extract-2.md from the training log and the summaries under work/v2/results: no figure is typed by hand.
import { writeFileSync } from 'node:fs';
import { commandsOf, openCardData, percent, rate, recipeCommands, share, table } from './card-data.mjs';

const { registry, starts, last, dataSha256, curve, probes, summaryOf } = openCardData('work/v2', 'assay-extract-2');
const ladder = summaryOf('ladder');
const f16 = (summary) => summary.variants.find(({ quantization }) => quantization === 'F16');

const tierRows = [1, 2, 3].flatMap((tier) =>
  [['text', 'plain text'], ['layout', 'layout-preserving text'], tier < 3 ? ['layouts', 'plain text, label words of training'] : ['parts', 'plain text, in parts from half of the context on']].map(([pipeline, what]) => {
    const own = f16(summaryOf(`extractor-2-t${tier}-${pipeline}`));
    const { ungrounded } = own.hallucination;
    return [`T${tier}, ${what}`, String(own.documents), String(own.failures), share(own.fieldAccuracy), share(own.documentExact), rate(own.validity.schemaValid, own.documents), ungrounded === null ? '' : share(ungrounded)];
  }),
);
const lineRows = [1, 2].map((tier) => {
  const own = f16(summaryOf(`extractor-2-t${tier}-lines`));
  const { precision, recall, f1 } = own.lines;
  return [`T${tier}`, String(own.documents), ...[precision, recall, f1].map((value) => (value.low === undefined ? percent(value.value ?? value) : share(value)))];
});
const heldRows = [1, 2, 3].flatMap((tier) => {
  const summary = summaryOf(`extractor-2-t${tier}-extractive`);
  return summary.variants.map((own) => {
    const paired = summary.comparisons.find(({ candidate }) => candidate === own.id)?.difference;
    const { ungrounded } = own.hallucination;
    return [`T${tier}, ${own.id}`, String(own.documents), share(own.fieldAccuracy), paired === undefined ? '' : share(paired), share(own.documentExact), rate(own.validity.schemaValid, own.documents), share(ungrounded)];
  });
});
const free = [1, 2].map((tier) => ({ tier, own: f16(summaryOf(`extractor-2-t${tier}-free`)) }));
const freeRows = free.map(({ tier, own }) => [`T${tier}`, String(own.documents), rate(own.validity.schemaValid, own.documents)]);
const rungsOf = (summary) =>
  summary.variants.map((variant) => [
    variant.id,
    (variant.fileBytes / 1e6).toFixed(2),
    share(variant.fieldAccuracy),
    share(variant.documentExact),
    summary.comparisons.find(({ candidate }) => candidate === variant.id)?.verdict ?? 'baseline',
  ]);
const otherLadders = [1, 3].map((tier) => ({ tier, summary: summaryOf(`extractor-2-ladder-t${tier}`) }));
const fieldRows = f16(ladder).fields.map(({ field, accuracy }) => [
  field,
  ...ladder.variants.map((variant) => percent(variant.fields.find((own) => own.field === field)?.accuracy.value ?? 0)),
  `${percent(accuracy.low)} to ${percent(accuracy.high)}`,
]);
const probeRows = [...new Set(probes.map(({ step }) => step))].map((step) => [
  step,
  ...['dev-t1', 'dev-t2', 'dev-t3', 'test-t1', 'test-t2', 'test-t3'].map((split) => {
    const probe = probes.find((entry) => entry.step === step && entry.split === split);
    return probe === undefined ? '' : percent(probe.fieldAccuracyTeacherForced);
  }),
]);

writeFileSync(
  '../assay-extract-2.md',
  `# assay-extract-2

Copies 19 header fields and the line items of an invoice, as printed, into JSON, in 13 locales. Made for this project as a subject of
experiments that runs anywhere; it is no product for real invoices.

- File \`${registry.file}\`, SHA-256 \`${registry.sha256}\`, licence MIT (the project's own). Importance matrix \`${registry.imatrix}\`.
- Llama architecture, ${(starts.at(-1).parameters / 1e6).toFixed(2)} M parameters: width 256, 6 layers, 4 heads, 2 key-value heads, feed-forward 512, vocabulary
  4,096 (byte-level BPE, no merge over blanks), tied embeddings, RoPE base 1e6, context 2,048 tokens.
- Prompt: the invoice's text, plain or layout-preserving, an empty line, and one of three ask lines (\`prompts/\`), through the chat template in
  the file. Line items are asked as \`lines(name, quantity, unitPrice, netAmount)\`, last.

## Data and training

Synthetic invoices of \`invoices-v2\`, splits \`train\` and \`mixed\`, tiers T1 to T3, and one of \`invoices-v1\` after every sixth, each seen once: ${(last.tokens / 1e6).toFixed(1)} million
tokens in ${last.step.toLocaleString('en')} steps of at most ${starts[0].batch} documents, ${Math.round(last.minutes)} minutes on two shared cores (${starts.at(-1).device}), seed ${starts[0].seed}. It starts from the trained blocks of
\`assay-extract\`. SHA-256 of the training documents of the last ${(last.step - 10700).toLocaleString('en')} steps: \`${dataSha256}\`. Recipe: \`models/recipe/recipe.sh assay-extract-2\`, whose commands stand at the end; those of this training, in order: ${commandsOf(starts, 'train.py')}.

No training layout prints a value before its label, or the totals as a row of labels over a row of values; test layouts do. From step 1,200 on
\`rearrange.py\` makes such arrangements of the plain text of training documents: pairs turned round, label and value on two lines, a row of labels
and a row of values, the title first. From step 2,000 on \`reword.py\` puts words that nobody prints in the place of names and of some label words, alike
in text and answer, and matrices take steps of Muon (\`muon.py\`) in the place of AdamW, whose moments of embeddings and norms were kept. From
step 3,650 on the documents are those of split \`mixed\`, each in a layout of its own: the forms of the training layouts, drawn one by one, in another
order; a form that only test layouts have never occurs. From step 6,000 on the highest learning rate is half of what it was. From step 6,600 on \`mixed\` prints several times as many label words,
none of them one that dev or test print for the same label, and \`reword.py\` changes twice as many; from step 7,000 on some long documents are shown in part, as they are asked
about, with null for what the part does not hold. From step 7,700 on titles are made-up words in three of ten documents, and more heads and totals are turned round; from step 8,500 on
nine of ten plain texts are rearranged, and heads and totals in four of five of these. At step 10,700 training began anew from the F16 file, with optimizers that knew no
gradient (\`import_gguf.py\`), on documents of other seeds; from step 11,600 on only every second long document is rearranged. The weights are
0.6 times those of the last step and 0.4 times those of step 10,700 (\`average.py\`), a share that was chosen by the accuracy on \`dev\` and the loss on unused documents of training. The
recipe run anew from the seed does all this from its first step, so that its weights will differ. The layout families of the tests, and their label words, stay unseen.

${table(['step', 'minutes', 'answer loss', 'learning rate'], curve.map(({ step, minutes, loss, rate }) => [step, minutes, loss, rate]))}

Field accuracy under teacher forcing (a probe of 60 documents, all fields asked; not comparable with the tables below), in percent:

${table(['step', 'dev T1', 'dev T2', 'dev T3', 'test T1', 'test T2', 'test T3'], probeRows)}

Dev T3 holds 17 documents that hardly fit the context. They were copied until step 3,650, not from 4,500 to 6,500, again from 7,000 on, and some of them no more from 9,000 on: whether the learning
rate or the documents did it was not separated. Averaging brings part of them back (first 40 documents: 81.2 % at the last step, 86.2 % averaged).

## Accuracy

Greedy, with the JSON grammar, prompt \`verbatim-json\`, all header fields asked, layout families that training never showed, in percent. In brackets
95 % intervals over documents (bootstrap for field accuracy, Wilson for whole documents). A document that does not fit the context fails and
counts as 0.

${table(['tier', 'n', 'failed', 'field accuracy', 'documents exact', 'schema-valid', 'ungrounded values'], tierRows)}

Held to the document while it decodes (pipeline \`extractive\`: a value can only be a run of whole words of the text, so that none is ungrounded by construction; what is wrong is copied from the wrong place).
\`extractive-parts\` asks in parts from half of the context on. Where no value is ungrounded the interval is Wilson's over documents; differences are paired with \`text\`, in points:

${table(['tier, pipeline', 'n', 'field accuracy', 'difference', 'documents exact', 'schema-valid', 'ungrounded values'], heldRows)}

Line items (cells of name, quantity, unit price, net amount, rows aligned by the Hungarian method), plain text:

${table(['tier', 'n', 'precision', 'recall', 'F1'], lineRows)}

Valid against the schema without a grammar:

${table(['tier', 'n', 'schema-valid'], freeRows)}

By quantization, \`${ladder.dataset.split}\`, n = ${ladder.dataset.documents}, verdict at a margin of ${100 * ladder.decision.margin} points:

${table(['quantization', 'MB', 'field accuracy', 'documents exact', 'verdict'], rungsOf(ladder))}

${otherLadders.map(({ tier, summary }) => `On T${tier}${tier === 1 ? ', where the ladder saturates' : ''}, n = ${summary.dataset.documents}:\n\n${table(['quantization', 'MB', 'field accuracy', 'documents exact', 'verdict'], rungsOf(summary))}`).join('\n\n')}

By field and quantization; the last column is the 95 % interval of F16:

${table(['field', ...ladder.variants.map(({ id }) => id), 'interval of F16'], fieldRows)}

## Limits

- It knows the generator of \`invoices-v2\`. On real invoices it will do far worse.
- Documents of T3 are long: what does not fit 2,048 tokens, prompt and answer together, is refused, and long tables of lines were not trained
  (at most 10 lines a document).
- An absent field should come back as null; the report's outcome counts (FA) say how often a value is invented.

## Commands of the recipe

\`\`\`bash
${recipeCommands()}
\`\`\`
`,
);
