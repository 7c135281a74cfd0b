import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sha256 } from '../../core/hash.ts';
import { makeRecipeDataset, makeRecipePages, type Recipe } from '../recipe.ts';
import { writeDataset } from '../write-dataset.ts';
import { type Rendering, writeRenderings } from '../write-renderings.ts';
import { type GateResult, GateTally } from './gate.ts';

export interface RegenerationRequest {
  /** The script of the command line, run by this Node. */
  program: string;
  documents: number;
}

const SCANS = 2;

/**
 * Makes the first documents of the recipe's first split twice: here and in a process of its own, by the command line.
 * Every file must have the same bytes: texts, truth, and with generator 2 also layout texts, PDFs and, of a few, scans.
 */
export async function checkRegeneration(
  recipe: Recipe,
  { program, documents }: RegenerationRequest,
): Promise<GateResult> {
  const tally = new GateTally('regeneration', 'files');
  const folder = await mkdtemp(join(tmpdir(), 'assay-validate-'));
  try {
    const split = Object.keys(recipe.splits).at(-1) ?? 'test';
    const count = Math.min(documents, recipe.splits[split] ?? 0);
    const paged = recipe.generator === '2';
    const sets: { renderings: readonly Rendering[]; count: number }[] = paged
      ? [
          { renderings: ['text', 'layout', 'pdf'], count },
          // A scan takes twenty times as long as a PDF.
          { renderings: ['scan'], count: Math.min(SCANS, count) },
        ]
      : [{ renderings: [], count }];
    for (const { renderings, count: documents } of sets) {
      const [here, there] = [join(folder, `here-${renderings.join()}`), join(folder, `there-${renderings.join()}`)];
      if (paged) {
        const { name, seed, generator } = recipe;
        const pages = makeRecipePages(recipe, split, documents);
        await writeRenderings({ name, split, seed, generator, renderings, folder: here, documents: pages });
      } else {
        const dataset = makeRecipeDataset(recipe, split);
        await writeDataset(dataset, dataset.ids.slice(0, documents), here);
      }
      const forms = paged ? ['--render', renderings.join()] : [];
      const args = ['generate', recipe.name, '--split', split, '--documents', String(documents), ...forms];
      await promisify(execFile)(process.execPath, [program, ...args, '--out', there, '--seed', String(recipe.seed)], {
        maxBuffer: 1 << 26,
      });
      await compareFolders(here, there, tally);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return tally.result('the recipe has no documents');
}

async function compareFolders(here: string, there: string, tally: GateTally): Promise<void> {
  const files = await listFiles(here);
  const others = await listFiles(there);
  for (const file of new Set([...files, ...others])) {
    const [a, b] = await Promise.all([digestOf(join(here, file)), digestOf(join(there, file))]);
    tally.add(a === b ? null : `${file} has other bytes in another process`);
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const documents = await readdir(join(folder, 'documents'));
  return ['ground-truth.jsonl', 'dataset.yaml', ...documents.map((file) => join('documents', file))].sort();
}

async function digestOf(file: string): Promise<string> {
  return readFile(file).then(sha256, () => 'missing');
}
