import { expect, test } from 'vitest';
import type { Dataset } from '../../datasets/dataset.ts';
import { PIPELINES } from '../../spec/pipelines.ts';
import { openInputs } from './open-inputs.ts';

/** Documents of which every one is looked for; none is read before `found` is resolved. */
function watch(found: Promise<void>) {
  const asked: string[] = [];
  const dataset = {
    formOf: async (id: string) => {
      asked.push(id);
      await found;
      return { kind: 'files', paths: [`/nowhere/${id}.pdf`] };
    },
  } as unknown as Dataset;
  return { inputs: openInputs(dataset, { cache: null, readers: 1 }), asked };
}

test('what waits for a reader rejects once the readers are ended, and nothing more is read ahead', async () => {
  let go = (): void => {};
  const { inputs, asked } = watch(
    new Promise((resolve) => {
      go = resolve;
    }),
  );
  const reading = ['a', 'b'].map((id) => inputs.read(id, PIPELINES.pdf));
  inputs[Symbol.dispose]();
  go();
  for (const one of reading) await expect(one).rejects.toThrow('the readers of documents were ended');
  inputs.readAhead(['c'], PIPELINES.pdf);
  expect(asked).toEqual(['a', 'b']);
});

test('ending readers ends those that are at work, whose documents are no failed ones', async () => {
  const { inputs } = watch(Promise.resolve());
  const first = inputs.read('a', PIPELINES.pdf);
  expect(await first).toMatchObject({ kind: 'failed', reason: 'cannot be read (ENOENT)' });
  const [second, third] = ['b', 'c'].map((id) => inputs.read(id, PIPELINES.pdf));
  // Both are with the pool when it ends: it answers no sooner than this process turns to it.
  await new Promise((resolve) => setTimeout(resolve, 0));
  inputs[Symbol.dispose]();
  await expect(third).rejects.toThrow('the readers of documents were ended');
  await second?.catch(() => undefined);
});
