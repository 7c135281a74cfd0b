/** Documents whose texts are counted in one message to the worker. */
const COUNTED_AT_ONCE = 256;
/** Read pictures hold more characters than the clean text that they are estimated by. */
const PICTURE_FACTOR = 1.25;
/** PDFs that are read before the first decode: so many of the longest, and so many evenly among the others. */
export const READ_FIRST = 48;

export interface PromptSizesInput {
  ids: readonly string[];
  /** What the pipeline reads. Of pictures and PDFs the clean text may stand in. */
  form: 'text' | 'pdf' | 'scan';
  /** What the dataset prints; `null` where it holds files only. */
  cleanText: (id: string) => Promise<string | null>;
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
 * How long prompts are, without the device having to wait until all documents were read. Pictures take seconds each:
 * where their clean text is known it stands in, with a quarter more. Of many PDFs with a clean text the longest are
 * read, which decide about the context, and a sample; the others are as long as their clean text times the largest ratio seen.
 */
export async function sizesOfPrompts({
  ids,
  form,
  cleanText,
  readText,
  count,
}: PromptSizesInput): Promise<PromptSizes> {
  const countAll = async (
    wanted: readonly string[],
    textOf: PromptSizesInput['cleanText'],
  ): Promise<Map<string, number>> => {
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
  };
  const standsIn = form === 'scan' || (form === 'pdf' && ids.length > 2 * READ_FIRST);
  const clean = standsIn ? await countAll(ids, cleanText) : new Map<string, number>();
  const sample = form === 'pdf' ? sampleOf(clean) : [];
  const sizes = await countAll([...ids.filter((id) => !clean.has(id)), ...sample], readText);
  const ratios = sample.map((id) => (sizes.get(id) ?? 0) / (clean.get(id) ?? 1));
  const factor = form === 'scan' ? PICTURE_FACTOR : Math.max(1, ...ratios);
  const exact = sizes.size === ids.length;
  for (const [id, size] of clean) if (!sizes.has(id)) sizes.set(id, Math.ceil(size * factor));
  return { sizes, exact };
}

/** The documents with the longest clean texts, and as many evenly spaced among the others. */
function sampleOf(clean: ReadonlyMap<string, number>): string[] {
  const sorted = [...clean].sort(([, a], [, b]) => b - a).map(([id]) => id);
  const others = sorted.slice(READ_FIRST);
  const step = Math.max(1, others.length / READ_FIRST);
  const spaced = Array.from(
    { length: Math.min(READ_FIRST, others.length) },
    (_, k) => others[Math.floor(k * step)] as string,
  );
  return [...sorted.slice(0, READ_FIRST), ...spaced];
}
