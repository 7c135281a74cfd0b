import type { CheckedDocument } from './gate.ts';

/** What is in a dataset, counted. */
export interface Diversity {
  documents: number;
  tiers: Record<string, number>;
  layouts: Record<string, number>;
  locales: Record<string, number>;
  currencies: Record<string, number>;
  documentTypes: Record<string, number>;
  rows: Quantiles;
  pages: Quantiles;
  /** UTF-16 units of the plain text. */
  characters: Quantiles;
  /** Words, single digits and signs of the plain text: an upper bound of what most tokenizers make of it. */
  pieces: Quantiles;
  /** Share of header fields that a document does not print, by field. */
  absent: Record<string, number>;
}

export interface Quantiles {
  low: number;
  median: number;
  high: number;
  /** 95 of a hundred are not above it. */
  p95: number;
}

const PIECE = /\p{L}+|\d|[^\s\p{L}\d]/gu;

/** Counts documents one by one; numbers only are kept. */
export function makeDiversity(): { add(document: CheckedDocument): void; report(): Diversity } {
  const counts = { tiers: {}, layouts: {}, locales: {}, currencies: {}, documentTypes: {} } as Record<
    string,
    Record<string, number>
  >;
  const numbers: Record<string, number[]> = { rows: [], pages: [], characters: [], pieces: [] };
  const absent = new Map<string, number>();
  let documents = 0;
  const count = (what: string, value: string): void => {
    const counter = counts[what] as Record<string, number>;
    counter[value] = (counter[value] ?? 0) + 1;
  };
  return {
    add: ({ text, truth, synthetic }) => {
      documents += 1;
      count('tiers', truth.tier);
      count('layouts', truth.layout);
      count('locales', truth.locale);
      count('currencies', truth.currency);
      if (synthetic !== null) count('documentTypes', synthetic.truth.documentType);
      numbers.rows?.push(truth.lines?.length ?? 0);
      numbers.pages?.push(synthetic?.pages.length ?? 1);
      numbers.characters?.push(text.length);
      numbers.pieces?.push(text.match(PIECE)?.length ?? 0);
      for (const [field, value] of Object.entries(truth.fields))
        absent.set(field, (absent.get(field) ?? 0) + (value.state === 'absent' ? 1 : 0));
    },
    report: () => ({
      documents,
      ...(counts as Pick<Diversity, 'tiers' | 'layouts' | 'locales' | 'currencies' | 'documentTypes'>),
      rows: quantiles(numbers.rows ?? []),
      pages: quantiles(numbers.pages ?? []),
      characters: quantiles(numbers.characters ?? []),
      pieces: quantiles(numbers.pieces ?? []),
      absent: Object.fromEntries([...absent].map(([field, times]) => [field, times / Math.max(1, documents)])),
    }),
  };
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { low: at(0), median: at(0.5), p95: at(0.95), high: at(1) };
}
