import { createHash } from 'node:crypto';
import { contentKey, sha256, sha256File } from '../core/hash.ts';
import type { Dataset } from './dataset.ts';
import type { DocumentForm, FormSource } from './document-form.ts';

/**
 * The first `count` ids by the SHA-256 of seed and id: a random subset that depends on nothing else, so that asking for
 * more documents keeps those that were asked for before. All ids in that order when `count` is `null`.
 */
export function selectDocuments(ids: readonly string[], count: number | null, seed: number): string[] {
  const keyed = ids.map((id) => ({ id, key: sha256(`${seed}:${id}`) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.slice(0, count ?? keyed.length).map(({ id }) => id);
}

/**
 * SHA-256 over ids, texts and truths of these documents, in this order: what a run was measured on. Other forms that it read
 * count, too: files by their content, what a generator draws by the generator.
 */
export async function digestDocuments(
  dataset: Dataset,
  ids: readonly string[],
  forms: readonly DocumentForm[] = [],
): Promise<string> {
  // Key by key: the keys of 100,000 documents take tens of megabytes.
  const digest = createHash('sha256');
  for (const [place, id] of ids.entries()) {
    const { text, truth } = await dataset.load(id);
    const others: Record<string, string> = {};
    for (const form of forms) others[form] = await digestForm(dataset, id, form);
    const key = contentKey({ id, text, truth, ...(forms.length > 0 && { others }) });
    digest.update(place === 0 ? key : `\n${key}`);
  }
  return digest.digest('hex');
}

async function digestForm(dataset: Dataset, id: string, form: DocumentForm): Promise<string> {
  const source = (await dataset.formOf?.(id, form)) ?? { kind: 'missing', reason: 'there is plain text only' };
  return await digestSource(source);
}

/** SHA-256 of what a source will give: the same digest, the same content. A file that cannot be read counts as that. */
export async function digestSource(source: FormSource): Promise<string> {
  switch (source.kind) {
    case 'text':
      return sha256(source.text);
    case 'files': {
      const parts = await Promise.all(
        source.paths.map((path) => sha256File(path).catch((cause: Error) => cause.message)),
      );
      return sha256(parts.join('\n'));
    }
    case 'synthetic': {
      const { recipe, split, id, form } = source;
      const { generator, seed, tiers, locales, layouts } = recipe;
      return contentKey({ generator, seed, tiers, locales, layouts, split, id, form });
    }
    default:
      return sha256(source.reason);
  }
}
