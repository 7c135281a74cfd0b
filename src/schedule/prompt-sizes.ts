/** Documents whose texts are counted in one message to the worker. */
const COUNTED_AT_ONCE = 256;
/** Read pictures hold more characters than the clean text that they are estimated by, and unread files may hold more than the longest that was read. */
const MARGIN = 1.25;
/** Files that are read before the first decode: so many of the longest, and as many of the others. */
export const READ_FIRST = 48;

export interface PromptSizesInput {
  /** In an order that has nothing to do with their lengths, as `selectDocuments` draws them: the first are a random sample. */
  ids: readonly string[];
  /** What the pipeline reads. Of pictures and PDFs the clean text may stand in. */
  form: 'text' | 'pdf' | 'scan';
  /** What the dataset prints; `null` where it holds files only. */
  cleanText: (id: string) => Promise<string | null>;
  /** Bytes of the files that hold the document; `null` where there are none. */
  fileBytes: (id: string) => Promise<number | null>;
  /** What the pipeline will make of the document. */
  readText: (id: string) => Promise<string>;
  /** Tokens of the prompts about these texts. */
  count: (texts: readonly string[]) => Promise<readonly number[]>;
}

export interface PromptSizes {
  /** Tokens by document. */
  sizes: Map<string, number>;
  /** Whether every document was read for it. */
  exact: boolean;
}

/**
 * Documents that `sizesOfPrompts` reads whatever it finds, so that reading them can begin before any length is known. Of pictures it
 * may be none.
 */
export function surelyRead({ ids, form }: Pick<PromptSizesInput, 'ids' | 'form'>): readonly string[] {
  if (form === 'scan') return [];
  return form === 'text' || !many(ids) ? ids : ids.slice(0, READ_FIRST);
}

/**
 * How long prompts are, without the device having to wait until all documents were read. Pictures take seconds each:
 * where their clean text is known it stands in, with a quarter more. Of many PDFs with a clean text the longest are
 * read, which decide about the context, and a sample; the others are as long as their clean text times the largest ratio seen.
 * Of many files without a clean text the largest and a sample are read; the others are as long as their bytes say, and at most a
 * quarter longer than the longest that was read: a picture within a PDF has many bytes and no text.
 */
export async function sizesOfPrompts(input: PromptSizesInput): Promise<PromptSizes> {
  const { ids, form, cleanText, fileBytes, readText } = input;
  const standsIn = form === 'scan' || (form === 'pdf' && many(ids));
  const clean = standsIn ? await countAll(input, ids, cleanText) : new Map<string, number>();
  const others = ids.filter((id) => !clean.has(id));
  const bytes = form !== 'text' && many(others) ? await weigh(others, fileBytes) : new Map<string, number>();
  const samples = { clean: form === 'pdf' ? sampleOf(clean) : [], bytes: sampleOf(bytes) };
  const wanted = [...others.filter((id) => !bytes.has(id)), ...samples.clean, ...samples.bytes];
  const sizes = await countAll(input, wanted, readText);
  const exact = sizes.size === ids.length;
  const ratio = (sample: readonly string[], known: ReadonlyMap<string, number>): number =>
    Math.max(0, ...sample.map((id) => (sizes.get(id) ?? 0) / (known.get(id) || 1)));
  const longest = Math.max(0, ...samples.bytes.map((id) => sizes.get(id) ?? 0));
  const cleanFactor = form === 'scan' ? MARGIN : Math.max(1, ratio(samples.clean, clean));
  const bytesFactor = ratio(samples.bytes, bytes);
  for (const [id, size] of clean) if (!sizes.has(id)) sizes.set(id, Math.ceil(size * cleanFactor));
  for (const [id, size] of bytes)
    if (!sizes.has(id)) sizes.set(id, Math.ceil(Math.min(size * bytesFactor, longest * MARGIN)));
  return { sizes, exact };
}

/** Tokens of the documents that have such a text. */
async function countAll(
  { count }: Pick<PromptSizesInput, 'count'>,
  wanted: readonly string[],
  textOf: PromptSizesInput['cleanText'],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let start = 0; start < wanted.length; start += COUNTED_AT_ONCE) {
    const some = wanted.slice(start, start + COUNTED_AT_ONCE);
    const texts = await Promise.all(some.map(textOf));
    const known = some.flatMap((id, i) => (texts[i] == null ? [] : [{ id, text: texts[i] }]));
    if (known.length === 0) continue;
    const counts = await count(known.map(({ text }) => text));
    for (const [i, { id }] of known.entries()) found.set(id, counts[i] ?? 0);
  }
  return found;
}

/** Bytes of the documents that are files. */
async function weigh(ids: readonly string[], fileBytes: PromptSizesInput['fileBytes']): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const id of ids) {
    const bytes = await fileBytes(id);
    if (bytes !== null) found.set(id, bytes);
  }
  return found;
}

/** Too many files to read all of them before the first decode. */
function many(ids: readonly string[]): boolean {
  return ids.length > 2 * READ_FIRST;
}

/** The longest documents, and as many of the others: the first in their order, which is a random one. */
function sampleOf(lengths: ReadonlyMap<string, number>): string[] {
  const longest = [...lengths].toSorted(([, a], [, b]) => b - a).slice(0, READ_FIRST);
  const chosen = new Set(longest.map(([id]) => id));
  const others = [...lengths.keys()].filter((id) => !chosen.has(id)).slice(0, READ_FIRST);
  return [...chosen, ...others];
}
