import { sha256 } from '../src/core/hash.ts';
import { readPdfText, rasterPdf } from '../src/datasets/rendering/read-pdf.ts';
import { renderPdf } from '../src/datasets/rendering/render-pdf.ts';
import { renderScan } from '../src/datasets/rendering/render-scan.ts';
import { planScan } from '../src/datasets/rendering/scan-plan.ts';
import { generateInvoiceV2, type SyntheticInvoice } from '../src/datasets/synthesis/v2/generate.ts';

// Invoices, PDFs and scans per second of processor time: on a busy machine the clock on the wall measures the others.
const TEXTS = 3000;
const PDFS = 100;
const SCANS = 6;
const TARGETS = { text: 3000, pdf: 40, scan: 3 };

async function perSecond(count: number, work: (index: number) => unknown): Promise<number> {
  const start = process.cpuUsage();
  for (let index = 0; index < count; index += 1) await work(index);
  const { user, system } = process.cpuUsage(start);
  return (count * 1e6) / (user + system);
}

function print(what: string, rate: number, target: number): void {
  console.log(`${what.padEnd(28)} ${rate.toFixed(rate < 100 ? 1 : 0).padStart(7)}/s   target ${target}/s`);
}

// The first documents pay for the compiler, which works beside them for some seconds: on a busy machine, too, and it is counted.
for (let index = 0; index < 6000; index += 1) generateInvoiceV2(1, 'train', index);
for (const split of ['train', 'train-t1', 'train-t2', 'train-t3'])
  print(`text ${split}`, await perSecond(TEXTS, (index) => generateInvoiceV2(3, split, index).text), TARGETS.text);

const onePage = (locale: 'de-DE' | 'cs-CZ' | 'ja-JP'): SyntheticInvoice[] => {
  const found: SyntheticInvoice[] = [];
  for (let index = 0; found.length < PDFS; index += 1) {
    const invoice = generateInvoiceV2(3, 'train-t2', index, { locales: [locale] });
    if (invoice.pages.length === 1) found.push(invoice);
  }
  return found;
};
for (const locale of ['de-DE', 'cs-CZ', 'ja-JP'] as const) {
  const invoices = onePage(locale);
  const draw = (index: number) => renderPdf(invoices[index]?.pages ?? [], { title: 'benchmark' });
  await draw(0);
  print(`pdf of one page, ${locale}`, await perSecond(PDFS, draw), TARGETS.pdf);
}

const [invoice] = onePage('de-DE');
if (invoice !== undefined) {
  const pdf = await renderPdf(invoice.pages, { title: 'benchmark' });
  await readPdfText(pdf);
  const scan = async (index: number) => {
    const plan = { ...planScan(index, 'benchmark', 1, 2), dpi: 150 };
    const [page] = await rasterPdf(pdf, plan.dpi, [1]);
    return page === undefined ? null : await renderScan(page, plan, index);
  };
  await scan(0);
  print('scan at 150 dpi', await perSecond(SCANS, scan), TARGETS.scan);
}

const memory = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
let digest = '';
for (const count of [1000, 5000]) {
  for (let index = 0; index < count; index += 1) digest = sha256(digest + generateInvoiceV2(4, 'train-t1', index).text);
  console.log(`heap after ${count} more texts: ${memory().toFixed(0)} MiB`);
}
