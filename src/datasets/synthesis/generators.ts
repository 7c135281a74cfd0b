import type { DatasetDocument } from '../dataset.ts';
import { generateInvoiceV1, SPLITS_V1, type SplitV1 } from './v1/generate.ts';

/** A version of the synthetic generator. A version never changes once a dataset was published with it. */
export interface Generator {
  splits: readonly string[];
  idOf(split: string, index: number): string;
  /** The index that `idOf` made this id from; `null` for an id of another kind. */
  indexOf(split: string, id: string): number | null;
  /** A pure function of its arguments. */
  make(seed: number, split: string, index: number): DatasetDocument;
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

export const GENERATORS: Readonly<Record<string, Generator>> = { '1': version1 };
