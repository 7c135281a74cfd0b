import { type Language, localeFormat } from '../../invoices/locales.ts';
import type { Ocr } from '../../ocr/ocr.ts';
import { planScan, SEVERITIES } from '../rendering/scan-plan.ts';
import type { SyntheticInvoice } from '../synthesis/v2/generate.ts';
import { renderPlainText } from '../synthesis/v2/render-text.ts';
import type { GateResult } from './gate.ts';
import { characterBagError, characterErrorRate, comparableText } from './text-error.ts';

export interface OcrCheck {
  /** Documents of one page each, the same at every severity. */
  documents: readonly SyntheticInvoice[];
  /** Opens an engine for one language; closed as soon as its documents are read. */
  openOcr: (language: Language) => Promise<Ocr>;
  onDocument?: (() => void) | undefined;
}

interface ScanErrors {
  cer: number;
  bag: number;
}

/**
 * Scans every document at all four severities, reads the scans and compares with what is printed, line by line across the
 * page. Passes when mean character error and mean bag error both grow with every step of severity. Pages stay upright:
 * a quarter turn tells an engine's habits, not a scan's damage.
 */
export async function checkOcr({ documents, openOcr, onDocument }: OcrCheck): Promise<GateResult> {
  const byLanguage = new Map<Language, SyntheticInvoice[]>();
  for (const document of documents) {
    const { language } = localeFormat(document.truth.locale);
    byLanguage.set(language, [...(byLanguage.get(language) ?? []), document]);
  }
  const found: ScanErrors[][] = SEVERITIES.map(() => []);
  for (const [language, own] of byLanguage) {
    const ocr = await openOcr(language);
    try {
      for (const document of own) {
        const errors = await readSeverities(document, ocr);
        errors.forEach((error, severity) => found[severity]?.push(error));
        onDocument?.();
      }
    } finally {
      await ocr.close();
    }
  }
  return judgeErrors(found);
}

async function readSeverities({ pages, truth }: SyntheticInvoice, ocr: Ocr): Promise<ScanErrors[]> {
  const [{ renderPdf }, { rasterPdf }, { renderScan }] = await Promise.all([
    import('../rendering/render-pdf.ts'),
    import('../rendering/read-pdf.ts'),
    import('../rendering/render-scan.ts'),
  ]);
  const expected = comparableText(renderPlainText(pages, 'rows', ' ').text);
  const pdf = await renderPdf(pages, { title: truth.id });
  const errors: ScanErrors[] = [];
  for (const severity of SEVERITIES) {
    const plan = { ...planScan(0, truth.id, 1, severity), turn: 0 as const };
    const [clean] = await rasterPdf(pdf, plan.dpi, [1]);
    if (clean === undefined) continue;
    const text = comparableText((await ocr.recognise(await renderScan(clean, plan, 0))).text);
    errors.push({ cer: characterErrorRate(expected, text), bag: characterBagError(expected, text) });
  }
  return errors;
}

/** Means by severity, and whether each step of severity raises both. */
export function judgeErrors(found: readonly (readonly ScanErrors[])[]): GateResult {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shape = { gate: 'ocr', of: 'steps of severity' } as const;
  const documents = found[0]?.length ?? 0;
  if (documents === 0)
    return { ...shape, result: 'skipped', checked: 0, failed: 0, notes: ['no document of one page to scan and read'] };
  const measured = found.map((errors, severity) => ({
    severity,
    documents,
    characterErrorRate: mean(errors.map(({ cer }) => cer)),
    characterBagError: mean(errors.map(({ bag }) => bag)),
  }));
  const notes: string[] = [];
  for (let step = 1; step < measured.length; step += 1) {
    const [before, after] = [measured[step - 1], measured[step]];
    if (before === undefined || after === undefined) continue;
    const worse =
      after.characterErrorRate > before.characterErrorRate && after.characterBagError > before.characterBagError;
    if (!worse) notes.push(`severity ${step} is read no worse than severity ${step - 1}`);
  }
  const checked = measured.length - 1;
  return { ...shape, result: notes.length === 0 ? 'pass' : 'fail', checked, failed: notes.length, notes, measured };
}
