import { contentKey, sha256 } from '../core/hash.ts';
import type { Dataset } from './dataset.ts';

/**
 * The first `count` ids by the SHA-256 of seed and id: a random subset that depends on nothing else, so that asking for
 * more documents keeps those that were asked for before. All ids in that order when `count` is `null`.
 */
export function selectDocuments(ids: readonly string[], count: number | null, seed: number): string[] {
  const keyed = ids.map((id) => ({ id, key: sha256(`${seed}:${id}`) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.slice(0, count ?? keyed.length).map(({ id }) => id);
}

/** SHA-256 over ids, texts and truths of these documents, in this order: what a run was measured on. */
export async function digestDocuments(dataset: Dataset, ids: readonly string[]): Promise<string> {
  const keys: string[] = [];
  for (const id of ids) {
    const { text, truth } = await dataset.load(id);
    keys.push(contentKey({ id, text, truth }));
  }
  return sha256(keys.join('\n'));
}
