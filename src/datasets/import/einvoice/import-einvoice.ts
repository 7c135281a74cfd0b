import { sha256 } from '../../../core/hash.ts';
import { describeLocale } from '../../../invoices/describe-locale.ts';
import type { DatasetDocument } from '../../dataset.ts';
import { listFiles, loadSourceFile, makeIdMaker } from '../file-list.ts';
import type { Importer, ImportItem } from '../importer.ts';
import { type EmbeddedFile, loadPdf } from '../page/load-pdf.ts';
import { Refused, refusalOf } from '../refusal.ts';
import type { EInvoice } from './einvoice.ts';
import { parseEInvoice } from './parse-einvoice.ts';
import { decodeXml } from './parse-xml.ts';
import { truthOfPage } from './truth-of-page.ts';
import { type Truths, truthOfXml } from './truth-of-xml.ts';

const VERSION = 'einvoice-1';

/** Names that the standards give the embedded invoice; some producers use others. */
const STANDARD_NAMES = /^(?:factur-x|zugferd-invoice|xrechnung|cii|ubl)\.xml$/i;

/**
 * Reads a folder of e-invoices: PDFs that carry their XML (Factur-X, ZUGFeRD 1 and 2, XRechnung), PDFs beside an XML of
 * the same name, and bare XML (CII, UBL).
 */
export const einvoiceImporter: Importer = {
  kind: 'einvoice',
  reads: 'PDFs with embedded e-invoices, and e-invoices as bare XML (CII, UBL)',
  version: VERSION,
  async *open(folder, { split, onTotal }): AsyncGenerator<ImportItem> {
    const files = await listFiles(folder);
    const named = files.filter((file) => /\.(?:pdf|xml)$/i.test(file));
    const byName = new Map(named.map((file) => [file.toLowerCase(), file]));
    const twinOf = (file: string, extension: string): string | undefined =>
      byName.get(`${file.slice(0, -'pdf'.length)}${extension}`.toLowerCase());
    // An XML beside a PDF of its name is the XML of that PDF.
    const sources = named.filter((file) => !/\.xml$/i.test(file) || twinOf(file, 'pdf') === undefined);
    onTotal?.(sources.length);
    const idOf = makeIdMaker();
    const seen = new Map<string, string>();
    for (const file of sources) {
      try {
        const bytes = await loadSourceFile(folder, file);
        const digest = sha256(bytes);
        const same = seen.get(digest);
        if (same !== undefined) throw new Refused(`is the same file as ${same}`);
        const twin = twinOf(file, 'xml');
        const loaded = /\.pdf$/i.test(file)
          ? await readPdf(bytes, async () => (twin === undefined ? undefined : await loadSourceFile(folder, twin)))
          : readXml(bytes);
        seen.set(digest, file);
        yield { document: makeDocument(idOf(file), split, loaded) };
      } catch (thrown) {
        yield { refusal: refusalOf(file, thrown) };
      }
    }
  },
};

interface LoadedInvoice {
  text: string;
  locale: string;
  invoice: EInvoice;
  truths: Truths;
  files: NonNullable<DatasetDocument['files']>;
}

function readXml(bytes: Uint8Array): LoadedInvoice {
  const text = decodeXml(bytes);
  const invoice = parseEInvoice(text);
  const { tag } = describeLocale(text);
  return { text, locale: tag, invoice, truths: truthOfXml(invoice), files: [{ extension: 'xml', content: bytes }] };
}

async function readPdf(bytes: Uint8Array, loadTwin: () => Promise<Uint8Array | undefined>): Promise<LoadedInvoice> {
  const { page, embedded } = await loadPdf(bytes);
  const twin = embedded.some(({ name }) => /\.xml$/i.test(name)) ? undefined : await loadTwin();
  const { invoice, xml } =
    twin === undefined ? embeddedInvoice(embedded) : { invoice: parseEInvoice(decodeXml(twin)), xml: twin };
  if (page.text.trim() === '')
    throw new Refused('PDF prints no text: nothing of its XML can be checked against the page');
  const locale = describeLocale(page.text);
  return {
    text: page.text,
    locale: locale.tag,
    invoice,
    truths: truthOfPage(invoice, page, locale),
    files: [
      { extension: 'pdf', content: bytes },
      { extension: 'xml', content: xml },
    ],
  };
}

function embeddedInvoice(embedded: readonly EmbeddedFile[]): { invoice: EInvoice; xml: Uint8Array } {
  if (embedded.length === 0) throw new Refused('PDF has no embedded file, and no XML of its name stands beside it');
  const standard = embedded.filter(({ name }) => STANDARD_NAMES.test(name));
  const others = embedded.filter(({ name }) => !STANDARD_NAMES.test(name) && /\.xml$/i.test(name));
  const reasons: string[] = [];
  for (const { name, content } of [...standard, ...others]) {
    try {
      return { invoice: parseEInvoice(decodeXml(content)), xml: content };
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      reasons.push(`${name}${thrown.row === undefined ? '' : `:${thrown.row}`}: ${thrown.message}`);
    }
  }
  if (reasons.length > 0) throw new Refused(`embedded ${reasons.join('; ')}`);
  throw new Refused(`PDF embeds no XML, only ${embedded.map(({ name }) => name).join(', ')}`);
}

function makeDocument(
  id: string,
  split: string,
  { text, locale, invoice, truths, files }: LoadedInvoice,
): DatasetDocument {
  const { header, profile, syntax } = invoice;
  // Invoices of one seller share a template: they are one layout for whoever splits or clusters by it.
  const seller = header.sellerName?.value.normalize('NFKC').toLowerCase() ?? '';
  return {
    id,
    text,
    truth: {
      id,
      split,
      tier: `${syntax} ${profile}`,
      layout: seller === '' ? 'unknown' : `seller-${sha256(seller).slice(0, 8)}`,
      locale,
      currency: header.currency?.value ?? '',
      generator: VERSION,
      ...truths,
    },
    files,
  };
}
