import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { openCalibrations } from './calibration-file.ts';
import { chooseLayout, type LayoutQuestion } from './choose-layout.ts';
import type { Layout } from './layout.ts';

const ways: [Layout, Layout] = [
  { replicas: 2, threads: 1, width: 8 },
  { replicas: 1, threads: 2, width: 8 },
];
const key = {
  modelSha256: 'a',
  engine: 'e',
  device: 'cpu',
  processor: 'p',
  cores: 2,
  contextTokens: 512,
  kvCacheType: 'F16',
  flashAttention: true,
  batchTokens: null,
};

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

/** Two threads are twice as fast, and four documents together as fast as eight. */
function makeQuestion(change: Partial<LayoutQuestion> = {}): {
  question: LayoutQuestion;
  asked: Layout[];
  folder: string;
} {
  const { path, remove } = makeTemporaryFolder();
  removals.push(remove);
  const folder = join(path, 'layouts');
  const asked: Layout[] = [];
  const question: LayoutQuestion = {
    ways,
    wanted: true,
    runTokens: 1e9,
    key,
    files: openCalibrations(folder),
    rateOf: async (layout) => {
      asked.push(layout);
      return layout.threads * Math.min(4, layout.width);
    },
    now: () => 0,
    ...change,
  };
  return { question, asked, folder };
}

describe('chooseLayout', () => {
  it('measures once and takes what it found from then on', async () => {
    const { question, asked } = makeQuestion();
    const found = { replicas: 1, threads: 2, width: 4 };
    const first = await chooseLayout(question);
    expect(first).toMatchObject({ layout: found, source: 'calibration' });
    const count = asked.length;
    expect(count).toBeGreaterThan(2);
    const again = await chooseLayout(question);
    expect(again).toEqual({ layout: found, source: 'kept calibration', measured: first.measured });
    expect(asked).toHaveLength(count);
  });

  it.each([
    ['another model', { key: { ...key, modelSha256: 'b' } }],
    ['another context', { key: { ...key, contextTokens: 768 } }],
    ['less memory', { ways: [{ replicas: 2, threads: 1, width: 6 }, ways[1]] as [Layout, Layout] }],
  ])('measures anew for %s', async (_name, change) => {
    const { question } = makeQuestion();
    await chooseLayout(question);
    expect((await chooseLayout({ ...question, ...change })).source).toBe('calibration');
  });

  it('leaves a run to its profile where that wants no measuring, and a short one as well', async () => {
    const { question, asked } = makeQuestion();
    expect(await chooseLayout({ ...question, wanted: false })).toEqual({ layout: ways[0], source: 'profile' });
    expect(await chooseLayout({ ...question, runTokens: 1000 })).toEqual({ layout: ways[0], source: 'short run' });
    expect(asked).toEqual([]);
  });

  it('uses for a short run what a long one has measured', async () => {
    const { question } = makeQuestion();
    await chooseLayout(question);
    expect((await chooseLayout({ ...question, runTokens: 1 })).source).toBe('kept calibration');
  });

  it('says of a plan that may not measure that the run would', async () => {
    const { question } = makeQuestion({ rateOf: undefined });
    expect(await chooseLayout(question)).toEqual({ layout: ways[0], source: 'not measured yet' });
  });

  it('falls back on the profile where nothing can be measured, and keeps nothing', async () => {
    const { question, folder } = makeQuestion({ rateOf: async () => null });
    expect(await chooseLayout(question)).toEqual({ layout: ways[0], source: 'profile' });
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it.each([
    ['torn', (text: string) => text.slice(0, 40)],
    ['edited to a width that memory does not allow', (text: string) => text.replace('"width": 4', '"width": 400')],
    ['edited to a width that is no number', (text: string) => text.replace('"width": 4', '"width": "4"')],
  ])('measures anew where the file is %s', async (_name, damage) => {
    const { question, folder } = makeQuestion();
    await chooseLayout(question);
    const [name = ''] = await readdir(folder);
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), damage(text));
    expect((await chooseLayout(question)).source).toBe('calibration');
  });

  /** Every measurement takes so long. */
  const makeSlowQuestion = (eachMs: number) => {
    let nowMs = 0;
    const rateOf = async ({ threads, width }: Layout) => {
      nowMs += eachMs;
      return threads * Math.min(4, width);
    };
    return makeQuestion({ rateOf, now: () => nowMs });
  };

  it('takes the best of what it could measure in time, and keeps nothing where a way to share the cores was left out', async () => {
    const { question, folder } = makeSlowQuestion(61_000);
    const { layout, source, measured } = await chooseLayout(question);
    expect({ layout, source }).toEqual({ layout: ways[0], source: 'calibration' });
    expect(measured?.map(({ tokensPerSecond }) => tokensPerSecond)).toEqual([4, null, null]);
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it('takes a way that needs far longer than the quickest for slower, and keeps what it found', async () => {
    let nowMs = 0;
    const limits: number[] = [];
    const rateOf = async ({ threads, width }: Layout, limitMs: number) => {
      limits.push(limitMs);
      nowMs += threads === 2 ? limitMs : 4000;
      return threads === 2 ? null : width;
    };
    const { question } = makeQuestion({ rateOf, now: () => nowMs });
    expect((await chooseLayout(question)).layout).toEqual(ways[0]);
    expect(limits.slice(0, 2)).toEqual([60_000, 12_000]);
    expect((await chooseLayout(question)).source).toBe('kept calibration');
  });

  it('keeps the fastest way where only narrower batches of it were left out for want of time', async () => {
    const { question } = makeSlowQuestion(40_000);
    const { layout, measured } = await chooseLayout(question);
    expect(layout).toEqual(ways[1]);
    expect(measured?.map(({ tokensPerSecond }) => tokensPerSecond)).toEqual([4, 8, null]);
    expect(await chooseLayout(question)).toEqual({ layout, measured, source: 'kept calibration' });
  });

  it('goes on where nothing can be kept', async () => {
    const { question, folder } = makeQuestion();
    await writeFile(folder, 'a file in the place of the folder');
    expect((await chooseLayout(question)).source).toBe('calibration');
    expect((await chooseLayout(question)).source).toBe('calibration');
  });
});
