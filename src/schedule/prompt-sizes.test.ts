import { expect, test } from 'vitest';
import { type PromptSizesInput, READ_FIRST, sizesOfPrompts, surelyRead } from './prompt-sizes.ts';

const ids = Array.from({ length: 500 }, (_, i) => `d${i}`);
/** Clean texts of 100 to 599 characters in no order; read ones are longer by a tenth, the document 77 by a fifth. */
const lengthOf = (id: string): number => 100 + ((Number(id.slice(1)) * 211) % 500);
const readLength = (id: string): number => Math.ceil(lengthOf(id) * (id === 'd77' ? 1.2 : 1.1));

function watch(
  form: PromptSizesInput['form'],
  wanted = ids,
  known: (id: string) => boolean = () => true,
  bytesOf: (id: string) => number | null = () => null,
) {
  const read: string[] = [];
  const sizes = sizesOfPrompts({
    ids: wanted,
    form,
    cleanText: async (id) => (known(id) ? 'x'.repeat(lengthOf(id)) : null),
    fileBytes: async (id) => bytesOf(id),
    readText: async (id) => {
      read.push(id);
      return 'x'.repeat(readLength(id));
    },
    // The question takes ten tokens.
    count: async (texts) => {
      if (texts.length === 0) throw new Error('nothing to count');
      return texts.map((text) => 10 + text.length);
    },
  });
  return sizes.then((found) => ({ ...found, read }));
}

test('reads the longest of many PDFs and a sample, and reckons the others from their clean text', async () => {
  const { sizes, exact, read } = await watch('pdf');
  expect(exact).toBe(false);
  expect(read).toHaveLength(2 * READ_FIRST);
  const longest = ids.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, READ_FIRST);
  expect(read).toEqual(expect.arrayContaining(longest));
  for (const id of read) expect(sizes.get(id)).toBe(10 + readLength(id));
  expect([...sizes.keys()].toSorted()).toEqual(ids.toSorted());
  // None but the outlier comes out shorter than it is, and none is longer than the longest.
  expect(ids.filter((id) => sizes.get(id)! < 10 + readLength(id) && id !== 'd77')).toEqual([]);
  expect(Math.max(...sizes.values())).toBe(Math.max(...ids.map((id) => 10 + readLength(id))));
});

test('reads few PDFs all, and those whose length nothing tells', async () => {
  const few = await watch('pdf', ids.slice(0, 2 * READ_FIRST));
  expect(few).toMatchObject({ exact: true });
  expect(few.read).toHaveLength(2 * READ_FIRST);
  const none = await watch('pdf', ids, () => false);
  expect(none.exact).toBe(true);
  expect(none.read).toEqual(ids);
  const half = await watch('pdf', ids, (id) => Number(id.slice(1)) % 2 === 0);
  expect(half.read).toHaveLength(250 + 2 * READ_FIRST);
});

test.each(['pdf', 'scan'] as const)(
  '%s: reads the largest of many files without a clean text and a sample, and reckons the others from their bytes',
  async (form) => {
    // Ten bytes a character; the document 5 holds a picture, the document 7 is no file that can be looked at.
    const bytesOf = (id: string) => (id === 'd7' ? null : id === 'd5' ? 1e7 : 10 * lengthOf(id));
    const { sizes, exact, read } = await watch(form, ids, () => false, bytesOf);
    expect(exact).toBe(false);
    expect(read).toHaveLength(1 + 2 * READ_FIRST);
    expect(read).toEqual(expect.arrayContaining(['d5', 'd7']));
    for (const id of read) expect(sizes.get(id)).toBe(10 + readLength(id));
    expect([...sizes.keys()].toSorted()).toEqual(ids.toSorted());
    const longest = Math.max(...read.filter((id) => id !== 'd7').map((id) => 10 + readLength(id)));
    const others = ids.filter((id) => !read.includes(id) && id !== 'd77');
    // None comes out shorter by more than a hundredth, and none longer than a quarter above the longest that was read.
    expect(others.filter((id) => sizes.get(id)! < 0.99 * (10 + readLength(id)))).toEqual([]);
    expect(Math.max(...sizes.values())).toBeLessThanOrEqual(Math.ceil(longest * 1.25));
  },
);

test('reads no picture whose clean text is known, and every plain text', async () => {
  const scans = await watch('scan');
  expect(scans).toMatchObject({ exact: false, read: [] });
  expect(scans.sizes.get('d3')).toBe(Math.ceil((10 + lengthOf('d3')) * 1.25));
  expect(await watch('text')).toMatchObject({ exact: true, read: ids });
});

test.each([
  ['many PDFs', 'pdf', ids, () => true],
  ['few PDFs', 'pdf', ids.slice(0, 80), () => true],
  ['PDFs of which a clean text is known in part', 'pdf', ids, (id: string) => Number(id.slice(1)) % 3 === 0],
  ['PDFs without a clean text', 'pdf', ids, () => false],
  ['pictures', 'scan', ids, () => true],
] as const)('%s: what is sure to be read before lengths are known is read', async (_of, form, wanted, known) => {
  const sure = surelyRead({ ids: wanted, form });
  expect(sure.length > 0).toBe(form === 'pdf');
  const { read } = await watch(form, [...wanted], known, (id) => 10 * lengthOf(id));
  expect(read).toEqual(expect.arrayContaining([...sure]));
});
