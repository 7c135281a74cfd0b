import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentError } from '../core/errors.ts';
import type { Language } from '../invoices/locales.ts';

/** Names of the languages in Tesseract. */
const CODES: Readonly<Record<Language, string>> = {
  en: 'eng',
  de: 'deu',
  fr: 'fra',
  es: 'spa',
  it: 'ita',
  nl: 'nld',
  pl: 'pol',
  sv: 'swe',
  cs: 'ces',
  ja: 'jpn',
};

/** Tesseract's names of some languages, each once. */
export function codesOf(languages: readonly Language[]): string[] {
  return [...new Set(languages)].map((language) => CODES[language]);
}

/**
 * Calls `use` with a folder that holds the data of these languages, and removes it afterwards: the engine wants all in one
 * folder, and each comes in its own package. Nothing is downloaded. Throws an environment error when a package is missing.
 */
export async function withLanguageData<T>(codes: readonly string[], use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-ocr-'));
  try {
    for (const code of codes) await copyFile(locateData(code), join(folder, `${code}.traineddata.gz`));
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The compact data (integer weights), which the engine without its old recogniser takes. */
function locateData(code: string): string {
  const name = `@tesseract.js-data/${code}`;
  try {
    const root = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return join(root, '4.0.0_best_int', `${code}.traineddata.gz`);
  } catch (cause) {
    throw environmentError('OCR_LANGUAGE', `the package ${name} is not installed`, 'run npm ci', cause);
  }
}
