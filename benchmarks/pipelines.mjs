/**
 * What the stages before the model cost, and what they lose. Needs `npm run build`.
 *
 *   node benchmarks/pipelines.mjs oracle [documents]        fields whose value stands in the text of each form, and of those that a label stands
 *                                                           before on their line, how many still stand behind that label
 *   node benchmarks/pipelines.mjs scans [documents]         the same for scans at 200 dpi with light wear
 *   node benchmarks/pipelines.mjs overlap [documents] [rounds]  whether reading hides behind the model: (plain text run + reading alone) /
 *                                                           PDF run, of 160 documents in each of 5 rounds unless told. The three stand in turns,
 *                                                           each begins without readers and without anything read in the cache; 1 is what one
 *                                                           after the other would take, more says that reading used cores that stand idle
 *                                                           beside the model. Only an idle machine gives a ratio that means something
 *   node benchmarks/pipelines.mjs errors RUN-FOLDER         errors of a run, those of reading and those of the model apart
 */
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openDataset } from '../dist/datasets/open-dataset.js';
import { selectDocuments } from '../dist/datasets/select-documents.js';
import { packageRoot } from '../dist/models/package-root.js';
import { fieldType } from '../dist/scoring/field-type.js';
import { PIPELINES } from '../dist/spec/pipelines.js';
import { openInputs } from '../dist/stages/reading/open-inputs.js';
import { prepareSource } from '../dist/stages/score.js';

const [task = 'oracle', argument, more] = process.argv.slice(2);
const recipes = join(packageRoot(), 'datasets');

/** Of the values that documents show, how many stand in the text that a form gives; and how the reading went. */
async function readForms(name, forms, count) {
  const dataset = await openDataset(recipes, { name, path: null, split: 'test' });
  const ids = selectDocuments(dataset.ids, count, 7);
  const inputs = openInputs(dataset, { cache: null });
  for (const [form, stages] of Object.entries(forms)) {
    const startedMs = performance.now();
    let [shown, found, labelled, behind, failed, stageMs] = [0, 0, 0, 0, 0, 0];
    const lost = new Map();
    await Promise.all(
      ids.map(async (id) => {
        const { truth, text } = await dataset.load(id);
        const input = await inputs.read(id, stages);
        const lines = (input.kind === 'read' ? input.text : '').split('\n').map(narrow);
        if (input.kind === 'failed') failed += 1;
        const source = prepareSource(input.kind === 'read' ? input.text : '');
        for (const ms of Object.values(input.note?.stageMs ?? {})) stageMs += ms;
        for (const [field, { value, printed, state, span }] of Object.entries(truth.fields)) {
          if (state !== 'present') continue;
          shown += 1;
          if (source.holds(fieldType(field), printed ?? value, value)) found += 1;
          else lost.set(field, (lost.get(field) ?? 0) + 1);
          const label = span === undefined ? '' : labelBefore(text, span[0]);
          if (label === '') continue;
          labelled += 1;
          const pair = narrow(label + printed);
          if (lines.some((line) => line.includes(pair))) behind += 1;
        }
      }),
    );
    const seconds = (performance.now() - startedMs) / 1000;
    const worst = [...lost].sort((a, b) => b[1] - a[1]).slice(0, 4);
    console.log(
      `| ${name} | ${form} | ${count} | ${((100 * found) / shown).toFixed(2)} | ${((100 * behind) / labelled).toFixed(2)} of ${labelled} | ${failed} | ${(stageMs / count).toFixed(0)} | ${(count / seconds).toFixed(1)} | ${worst.map(([field, n]) => `${field} ${n}`).join(', ') || 'none'} |`,
    );
  }
}

const HEAD = '| dataset | form | documents | fields found % | behind their label % | unreadable | ms per document in its stages | documents/s | lost most |\n|---|---|---|---|---|---|---|---|---|';

/** What stands before a value on its line, from the last cell that has letters: a rule that knows the label reads the value by it. */
function labelBefore(text, start) {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const cells = before.split(/(?<=\t| {2,})/);
  const last = cells.findLastIndex((cell) => /\p{L}{2}/u.test(cell));
  return last < 0 ? '' : cells.slice(last).join('');
}

/** Blanks do not count, nor does the colon. */
function narrow(text) {
  return text.replaceAll(/[\s:]+/g, '');
}

async function oracle(count) {
  const rows = { ...PIPELINES.pdf, load: { ...PIPELINES.pdf.load, columns: false } };
  console.log(HEAD);
  for (const name of ['invoices-v1', 'invoices-v2'])
    await readForms(name, { text: undefined, layout: PIPELINES.layout, pdf: PIPELINES.pdf, 'pdf, rows': rows }, count);
}

async function scans(count) {
  const worn = (severity) => ({ ...PIPELINES.scan, load: { ...PIPELINES.scan.load, severity } });
  console.log(HEAD);
  // Severity 0 is always 200 dpi with the least noise.
  for (const name of ['invoices-v1', 'invoices-v2']) await readForms(name, { 'scan, severity 0': worn(0) }, count);
}

/** Wall time of plain text plus that of reading alone, over that of both together, by rounds and as the median. */
async function overlap(count, rounds) {
  const [{ runExperiment }, { createEngine }] = await Promise.all([
    import('../dist/schedule/run-experiment.js'),
    import('../dist/schedule/engine.js'),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'assay-overlap-'));
  const cache = join(folder, 'cache');
  process.env.ASSAY_CACHE = cache;
  const timed = async (work) => {
    const startedMs = performance.now();
    await work();
    return (performance.now() - startedMs) / 1000;
  };
  const run = async (pipeline) => {
    const experiment = join(folder, `${pipeline}.yaml`);
    writeFileSync(
      experiment,
      `name: ${pipeline}\nquestion: How long does it take?\ndataset: {name: invoices-v1, split: test, documents: ${count}}\nmodel: assay-extract\nquantization: F16\npipeline: ${pipeline}\n`,
    );
    const seconds = await timed(() =>
      runExperiment({
        experiment,
        results: join(folder, 'results'),
        again: false,
        engine: createEngine(),
        progress: { start() {}, advance() {}, finish() {}, note() {} },
        signal: new AbortController().signal,
        now: () => performance.now(),
      }),
    );
    // The next round does all of it anew.
    for (const made of [join(folder, 'results'), join(cache, 'stages')]) rmSync(made, { recursive: true, force: true });
    return seconds;
  };
  const dataset = await openDataset(recipes, { name: 'invoices-v1', path: null, split: 'test' });
  const ids = selectDocuments(dataset.ids, count, 7);
  const readingOnly = async () => {
    const inputs = openInputs(dataset, { cache: null });
    const seconds = await timed(() => Promise.all(ids.map((id) => inputs.read(id, PIPELINES.pdf))));
    inputs[Symbol.dispose]();
    return seconds;
  };
  try {
    // Both once for nothing: what the main process compiles and the system reads from the disk is then there for either.
    await run('text');
    await run('pdf');
    console.log('| round, documents | plain text s | reading alone s | PDF pipeline s | of what the cores allow |\n|---|---|---|---|---|');
    const row = (name, [text, reading, pdf, ratio]) =>
      console.log(`| ${name}, ${count} | ${text.toFixed(2)} | ${reading.toFixed(2)} | ${pdf.toFixed(2)} | ${ratio.toFixed(3)} |`);
    const measured = [];
    for (let round = 1; round <= rounds; round += 1) {
      const [text, reading, pdf] = [await run('text'), await readingOnly(), await run('pdf')];
      measured.push([text, reading, pdf, (text + reading) / pdf]);
      row(round, measured.at(-1));
    }
    row(`medians of ${rounds}`, [0, 1, 2, 3].map((column) => median(measured.map((figures) => figures[column]))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}

/** A wrong field whose value is not in the text that the model saw was lost in reading; every other is the model's. */
async function errors(folder) {
  const variants = new Map();
  for await (const line of createInterface({ input: createReadStream(join(folder, 'records.jsonl')) })) {
    const record = JSON.parse(line);
    const sums = variants.get(record.variant) ?? { fields: 0, reading: 0, model: 0, documents: 0 };
    variants.set(record.variant, sums);
    sums.documents += 1;
    for (const { field, outcome } of record.score.fields) {
      sums.fields += 1;
      if (outcome === 'TP' || outcome === 'TN') continue;
      if (record.kind === 'failed' || record.input?.lost.includes(field)) sums.reading += 1;
      else sums.model += 1;
    }
  }
  console.log('| variant | documents | errors of reading, points | errors of the model, points |\n|---|---|---|---|');
  for (const [variant, { fields, reading, model, documents }] of variants)
    console.log(`| ${variant} | ${documents} | ${((100 * reading) / fields).toFixed(2)} | ${((100 * model) / fields).toFixed(2)} |`);
}

const tasks = { oracle: () => oracle(Number(argument ?? 60)), scans: () => scans(Number(argument ?? 10)), overlap: () => overlap(Number(argument ?? 160), Number(more ?? 5)), errors: () => errors(argument) };
if (tasks[task] === undefined) throw new Error(`there is no task ${task}; there are ${Object.keys(tasks).join(', ')}`);
await tasks[task]();
