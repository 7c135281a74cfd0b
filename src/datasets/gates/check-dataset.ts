import { sha256 } from '../../core/hash.ts';
import { findArithmeticFault, findMissing, findReadingFaults, findSchemaFault, findSpanFaults } from './check-truth.ts';
import { makeDiversity, type Diversity } from './diversity.ts';
import { LOCALES_V2 } from '../synthesis/v2/regions.ts';
import type { SyntheticInvoice } from '../synthesis/v2/generate.ts';
import { partOf } from '../synthesis/v2/splits.ts';
import { type CheckedDocument, type GateResult, GateTally } from './gate.ts';

export interface CheckRequest {
  /** Documents one after the other; only digests and counts of them are kept. */
  documents: AsyncIterable<CheckedDocument>;
  /** How many PDFs to write and read back: each takes a hundred times as long as a text. */
  pdfs: number;
  /** Makes the same documents in another process; `null` when the dataset cannot be made again. */
  regenerate: (() => Promise<GateResult>) | null;
  /** Scans and reads a sample of the documents; `null` leaves it out, and the gate says so. */
  ocr: { documents: number; check: (sample: readonly SyntheticInvoice[]) => Promise<GateResult> } | null;
  onDocument?: () => void;
}

export interface CheckedDataset {
  gates: GateResult[];
  diversity: Diversity;
}

/** Runs every fidelity gate over the documents and counts what is among them. */
export async function checkDataset({
  documents,
  pdfs,
  regenerate,
  ocr,
  onDocument,
}: CheckRequest): Promise<CheckedDataset> {
  const schema = new GateTally('schema', 'documents');
  const arithmetic = new GateTally('arithmetic', 'documents');
  const text = new GateTally('text', 'printed values');
  const reading = new GateTally('reading', 'amounts, dates and currencies');
  const layout = new GateTally('layout text', 'printed values');
  const pdf = new GateTally('pdf', 'printed values');
  const duplicates = new GateTally('duplicates', 'texts');
  const leakage = new Leakage();
  const diversity = makeDiversity();
  const seen = new Map<string, string>();
  const sample = new OcrSample(ocr?.documents ?? 0);
  let drawn = 0;
  for await (const document of documents) {
    const { truth } = document;
    const { synthetic } = document;
    schema.add(findSchemaFault(document));
    const sums = findArithmeticFault(document);
    if (sums !== undefined) arithmetic.add(sums);
    for (const fault of findSpanFaults(document)) text.add(fault);
    for (const fault of findReadingFaults(document)) reading.add(fault);
    const digest = sha256(document.text);
    const twin = seen.get(digest);
    duplicates.add(twin === undefined ? null : `${truth.id} has the text of ${twin}`);
    seen.set(digest, truth.id);
    leakage.add(document);
    diversity.add(document);
    if (synthetic !== null) sample.add(synthetic);
    const columns = await layoutTextOf(document);
    if (columns !== null) for (const fault of findMissing(truth, columns, 'layout text')) layout.add(fault);
    if (drawn < pdfs) {
      const bytes = await pdfOf(document);
      if (bytes !== null) {
        drawn += 1;
        for (const fault of await checkPdf(document, bytes)) pdf.add(fault);
      }
    }
    onDocument?.();
  }
  const noPages = 'only a recipe of generator 2 has pages to draw';
  const noFile = `${noPages}, and the folder holds no such file of a generated document`;
  return {
    gates: [
      schema.result('there are no documents'),
      arithmetic.result('no document states enough figures'),
      text.result('no value has a span'),
      reading.result('no value of a known locale'),
      layout.result(noFile),
      pdf.result(noFile),
      regenerate === null
        ? {
            gate: 'regeneration',
            result: 'skipped',
            checked: 0,
            failed: 0,
            of: 'files',
            notes: ['a folder has no recipe to make it again'],
          }
        : await regenerate(),
      ocr === null || sample.documents.length === 0
        ? {
            gate: 'ocr',
            result: 'skipped',
            checked: 0,
            failed: 0,
            of: 'steps of severity',
            notes: [ocr === null ? 'it was not asked for' : noPages],
          }
        : await ocr.check(sample.documents),
      leakage.result(),
      duplicates.result('there are no documents'),
    ],
    diversity: diversity.report(),
  };
}

async function layoutTextOf({ synthetic, stored }: CheckedDocument): Promise<string | null> {
  if (synthetic === null) return (await stored?.layout()) ?? null;
  const { renderLayoutText } = await import('../synthesis/v2/render-text.ts');
  return renderLayoutText(synthetic.pages);
}

async function pdfOf({ truth, synthetic, stored }: CheckedDocument): Promise<Uint8Array | null> {
  if (synthetic === null) return (await stored?.pdf()) ?? null;
  const { renderPdf } = await import('../rendering/render-pdf.ts');
  return await renderPdf(synthetic.pages, { title: truth.id });
}

async function checkPdf({ truth }: CheckedDocument, bytes: Uint8Array): Promise<(string | null)[]> {
  const { readPdfText } = await import('../rendering/read-pdf.ts');
  const text = await readPdfText(bytes).catch((error: Error) => error);
  if (text instanceof Error) return [`${truth.id}: its PDF cannot be read (${text.message})`];
  return findMissing(truth, text, 'PDF');
}

/** Documents of one sheet, as many languages among them as there are. */
class OcrSample {
  readonly documents: SyntheticInvoice[] = [];
  private readonly wanted: number;
  private readonly locales = new Set<string>();

  constructor(wanted: number) {
    this.wanted = wanted;
  }

  add(document: SyntheticInvoice): void {
    const [page, ...others] = document.pages;
    if (this.documents.length >= this.wanted || page === undefined || others.length > 0) return;
    // Thirteen locales come in turns: one of each before any comes twice.
    if (this.locales.size === LOCALES_V2.length) this.locales.clear();
    if (this.locales.has(document.truth.locale)) return;
    this.locales.add(document.truth.locale);
    this.documents.push(document);
  }
}

/** Layouts, sellers and goods that occur in more than one of train, dev and test. */
class Leakage {
  private readonly owners = new Map<string, string>();
  private readonly tally = new GateTally('split leakage', 'layouts, sellers and goods');
  private readonly parts = new Set<string>();

  add({ truth }: CheckedDocument): void {
    const part = partOf(truth.split);
    this.parts.add(part);
    const names = (truth.lines ?? []).map(({ name }) => ['good', name?.value] as const);
    for (const [kind, value] of [
      ['layout', truth.layout],
      ['seller', truth.fields.sellerName?.value],
      ...names,
    ] as const) {
      if (value == null) continue;
      const key = `${kind} ${value}`;
      const owner = this.owners.get(key);
      if (owner === part) continue;
      this.owners.set(key, part);
      this.tally.add(owner === undefined ? null : `${key} is in ${owner} and in ${part}`);
    }
  }

  result(): GateResult {
    const result = this.tally.result('there are no documents');
    if (this.parts.size > 1) return result;
    return { ...result, result: 'skipped', notes: [`all documents are of ${[...this.parts].join()}`] };
  }
}
