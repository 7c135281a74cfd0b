import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { contentKey } from '../../core/hash.ts';
import { addModel, idOfFile, requireFreeId } from '../shelf/add-model.ts';
import { loadRememberedDigest } from '../shelf/load-file-digest.ts';
import { decodeOnnx } from '../onnx/onnx-proto.ts';
import { isPictureModel } from '../pictures/picture-model.ts';
import { listModels } from '../shelf/registry.ts';
import { type ChosenFiles, chooseOnnxFiles } from './choose-onnx-files.ts';
import { type HubFile, loadHubListing } from './hub-listing.ts';
import { type HubReference, hubUrl, renderHubReference } from './hub-reference.ts';
import { type HubConnection, pullFile, type PulledFile, settleFile } from './pull-file.ts';
import type { PulledModel, PullOptions } from './pulled-model.ts';

/**
 * Downloads an ONNX model with all that belongs to it, from one commit, into `<cache>/pulled/<digest>/`, laid out as on the hub, and puts
 * it on the shelf.
 * @throws AssayError as `loadHubListing`, `chooseOnnxFiles`, `pullFile`, `addModel`.
 */
export async function pullOnnx(
  reference: HubReference,
  options: PullOptions,
  connection: HubConnection,
): Promise<PulledModel> {
  const { endpoint, onProgress, description, replace = false } = options;
  const { cache } = connection;
  const source = renderHubReference(reference);
  if (options.id !== undefined) requireFreeId(options.id, { ...options, source, replace });
  const listing = await loadHubListing(reference, { ...connection, endpoint });
  const chosen = chooseOnnxFiles(listing, reference);
  const id = options.id ?? idOfHubModel(reference, chosen);
  // Before gigabytes arrive, not after.
  requireFreeId(id, { ...options, source, replace });

  const earlier = placesOf(source, chosen, options);
  const pulled = new Map<HubFile, PulledFile>();
  const pull = async (file: HubFile): Promise<void> => {
    if (pulled.has(file)) return;
    const at = { ...reference, revision: listing.commit, file: file.path };
    const place = earlier?.(file);
    const request = {
      ...connection,
      url: hubUrl(at, endpoint),
      what: renderHubReference({ ...reference, file: file.path }),
      gitSha1: file.gitSha1,
      onProgress: (done: number, total: number | null) => onProgress(basename(file.path), done, total),
      placeOf: async (digest: string) =>
        place !== undefined && existsSync(place) && (await loadRememberedDigest(place, { cache })) === digest
          ? place
          : null,
    };
    pulled.set(file, await pullFile(request));
  };
  // What is small and may be wrong comes first.
  for (const file of [...chosen.companions, ...chosen.networks]) await pull(file);
  for (const network of chosen.networks) {
    for (const file of outsideOf(network, pulled.get(network)?.at ?? '', listing.files)) await pull(file);
  }

  const relative = ({ path }: HubFile): string => path.slice(chosen.root.length);
  const digests = [...pulled].map(([file, { sha256 }]) => `${relative(file)} ${sha256}`);
  const folder = join(cache, 'pulled', contentKey(digests.sort()));
  const main = join(folder, relative(chosen.main));
  const unchanged = existsSync(main);
  for (const [file, each] of pulled) await settleFile(each, join(folder, relative(file)), cache);
  const added = await addModel(main, {
    ...options,
    cache,
    id,
    source,
    replace: true,
    ...(description === undefined ? {} : { description }),
  });
  return { ...added, verified: [...pulled.values()].every(({ verified }) => verified), unchanged };
}

/** Where an earlier pull of the same reference put each file; `undefined` when there was none. */
function placesOf(
  source: string,
  chosen: ChosenFiles,
  { shelf, registry }: PullOptions,
): ((file: HubFile) => string) | undefined {
  const before = listModels(shelf, registry).find((model) => model.source === source);
  if (before === undefined) return undefined;
  const folder = dirname(before.path);
  const root = basename(folder) === 'onnx' ? dirname(folder) : folder;
  return ({ path }) => join(root, path.slice(chosen.root.length));
}

/** The files of weights that a network names and the repository has. */
function outsideOf(network: HubFile, at: string, files: readonly HubFile[]): HubFile[] {
  const names = new Set<string>();
  try {
    for (const { dataLocation, externalData = [] } of decodeOnnx(readFileSync(at)).graph?.initializer ?? []) {
      if (dataLocation !== 1) continue;
      const location = externalData.find(({ key }) => key === 'location')?.value ?? '';
      names.add(posix.join(posix.dirname(network.path), location));
    }
  } catch {
    // No ONNX, or cut off: whoever puts it on the shelf says so.
  }
  return files.filter(({ path }) => names.has(path));
}

/** `owner/my-tagger` is `my-tagger`; its `onnx/model_fp16.onnx` is `my-tagger-fp16`. */
function idOfHubModel({ repo, file }: HubReference, { root, main }: ChosenFiles): string {
  const own = root === '' ? repo : basename(root.replace(/\/$/, ''));
  const stem = basename(main.path).replace(/\.onnx$/i, '');
  if (isPictureModel(main.path)) return idOfFile(`${own}.onnx`);
  if (!/\.onnx$/i.test(file) || stem === 'model') return idOfFile(`${own}.onnx`);
  return idOfFile(`${stem.startsWith('model') ? `${own}-${stem.slice('model'.length)}` : stem}.onnx`);
}
