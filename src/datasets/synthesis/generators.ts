import type { DatasetDocument } from '../dataset.ts';
import type { Page } from '../rendering/page.ts';
import { generateInvoiceV1, SPLITS_V1, type SplitV1 } from './v1/generate.ts';
import { type GenerateOptions, generateInvoiceV2, idOfV2 } from './v2/generate.ts';
import { type OptionNames, parseGenerateOptions } from './v2/parse-options.ts';
import { renderLayoutText } from './v2/render-text.ts';
import { SPLITS_V2 } from './v2/splits.ts';

/** A version of the synthetic generator. A version never changes once a dataset was published with it. */
export interface Generator {
  splits: readonly string[];
  idOf(split: string, index: number): string;
  /** The index that `idOf` made this id from; `null` for an id of another kind. */
  indexOf(split: string, id: string): number | null;
  /** A pure function of its arguments. */
  make(seed: number, split: string, index: number, options?: GenerateOptions): DatasetDocument;
  /** Checks names of tiers, locales and layouts, where the version has a choice. Throws usage errors. */
  parseOptions?(split: string, names: OptionNames): GenerateOptions;
  /** The pages that every other rendering is made from, where the version has pages. */
  makePages?(seed: number, split: string, index: number, options?: GenerateOptions): SyntheticPages;
}

/** A document with its pages: PDF, scan and text in columns are drawn from them. */
export interface SyntheticPages extends DatasetDocument {
  pages: Page[];
  layoutText: string;
}

const version1: Generator = {
  splits: SPLITS_V1,
  idOf: (split, index) => `v1-${split}-${String(index).padStart(6, '0')}`,
  indexOf: (split, id) => {
    const digits = id.startsWith(`v1-${split}-`) ? id.slice(`v1-${split}-`.length) : '';
    return /^\d{6}$/.test(digits) ? Number(digits) : null;
  },
  make: (seed, split, index) => {
    const { text, truth } = generateInvoiceV1(seed, split as SplitV1, index);
    return { id: truth.id, text, truth };
  },
};

const version2: Generator = {
  splits: SPLITS_V2,
  idOf: idOfV2,
  indexOf: (split, id) => {
    const digits = id.startsWith(`v2-${split}-`) ? id.slice(`v2-${split}-`.length) : '';
    return /^\d{6,}$/.test(digits) ? Number(digits) : null;
  },
  parseOptions: parseGenerateOptions,
  make: (seed, split, index, options) => {
    const { text, truth } = generateInvoiceV2(seed, split, index, options);
    return { id: truth.id, text, truth };
  },
  makePages: (seed, split, index, options) => {
    const { text, truth, pages } = generateInvoiceV2(seed, split, index, options);
    return { id: truth.id, text, truth, pages, layoutText: renderLayoutText(pages) };
  },
};

export const GENERATORS: Readonly<Record<string, Generator>> = { '1': version1, '2': version2 };
