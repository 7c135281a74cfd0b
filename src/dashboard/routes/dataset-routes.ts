import { usageError } from '../../core/errors.ts';
import type { DatasetDocument } from '../../datasets/dataset.ts';
import { listShownModels } from '../documents/list-shown-models.ts';
import type { RunShelf } from '../live/run-shelf.ts';
import { renderDatasetDocumentPage, renderDatasetsPage, renderSplitPage } from '../pages/datasets-page.ts';
import { pageOf } from '../pages/layout.ts';
import { renderModelsPage } from '../pages/models-page.ts';
import type { Reply } from '../server/reply.ts';
import type { Call, Router } from '../server/router.ts';
import type { Sources } from './run-routes.ts';

const PAGE_SIZE = 50;

export interface DatasetRoutesInput {
  shelf: RunShelf;
  sources: Sources;
}

/** Datasets with their documents, and the shelf of models. */
export function addDatasetRoutes(router: Router, { shelf, sources }: DatasetRoutesInput): void {
  const { datasets, pictures } = sources;
  const open = async ({ params }: Call) => {
    // A run may have been made on a folder that nothing else tells of.
    for (const id of await shelf.list()) await shelf.manifest(id).then((manifest) => datasets.add(manifest), ignore);
    const known = await datasets.find(params.key ?? '');
    return { known, split: params.split ?? '', dataset: await datasets.open(known, params.split ?? '') };
  };
  router
    .get('/models', () => ({ kind: 'page', html: renderModelsPage(listShownModels()) }))
    .get('/datasets', async () => {
      for (const id of await shelf.list()) await shelf.manifest(id).then((manifest) => datasets.add(manifest), ignore);
      return { kind: 'page', html: renderDatasetsPage(await datasets.list()) };
    })
    .get('/datasets/:key/:split', async (call) => {
      const { known, split, dataset } = await open(call);
      const total = dataset.ids.length;
      const page = Math.min(pageOf(call.query), Math.max(1, Math.ceil(total / PAGE_SIZE)));
      const documents: DatasetDocument[] = [];
      for (const id of dataset.ids.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE))
        documents.push(await dataset.load(id));
      return { kind: 'page', html: renderSplitPage({ known, split, documents, page, size: PAGE_SIZE, total }) };
    })
    .get('/datasets/:key/:split/:document', async (call) => {
      const { known, split, dataset } = await open(call);
      const document = await dataset.load(call.params.document ?? '');
      const pages = await pictures.count(known, split, document.id);
      const shown = { known, split, document, pages };
      return { kind: 'page', html: renderDatasetDocumentPage(shown, call.query.get('field') ?? '') };
    })
    .get('/datasets/:key/:split/:document/pages/:page', async (call): Promise<Reply> => {
      const { known, split, dataset } = await open(call);
      const page = Number(call.params.page);
      if (!Number.isInteger(page) || page < 1) throw usageError('PAGE_UNKNOWN', 'pages are numbered from 1');
      // The dataset itself says whether it has the document.
      const { id } = await dataset.load(call.params.document ?? '');
      return { kind: 'file', ...(await pictures.load(known, split, { id, page })) };
    });
}

function ignore(): void {}
