import { join, relative } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { listRecipes, loadRecipe } from '../../datasets/open-dataset.ts';
import { packageRoot } from '../../models/package-root.ts';
import { ONNX_QUANTIZATIONS } from '../../models/onnx/onnx-quantizations.ts';
import { quantizations } from '../../models/quantizations.ts';
import { listModels } from '../../models/shelf/registry.ts';
import { listDefinitions } from '../../spec/definitions.ts';
import { PIPELINE_NAMES } from '../../spec/pipelines.ts';
import { checkDraft } from '../drafts/check-draft.ts';
import { makeDraft, parseDraftValues } from '../drafts/draft.ts';
import type { ExperimentFiles } from '../drafts/experiment-files.ts';
import type { Launcher } from '../drafts/launcher.ts';
import { renderPlanLines } from '../drafts/plan-lines.ts';
import { renderNewPage } from '../pages/new-page.ts';
import type { Router } from '../server/router.ts';

export interface DraftRoutesInput {
  launcher: Launcher;
  files: ExperimentFiles;
  recipes: string;
  cwd: string;
}

/** The form for an experiment: checked while one types, written, planned and started on demand. */
export function addDraftRoutes(router: Router, { launcher, files, recipes, cwd }: DraftRoutesInput): void {
  const shown = (path: string): string => relative(cwd, path) || path;
  const accept = async (body: unknown): Promise<string> => {
    const { text, replace } = Object(body) as { text?: unknown; replace?: unknown };
    const written = textOf(text);
    const path = join(files.folder, 'draft.yaml');
    const { problem, facts } = await checkDraft(written, path, shown(path));
    if (problem !== null) throw usageError(problem.code, problem.message, problem.hint ?? undefined);
    return files.save(facts.name, written, replace === true);
  };
  router
    .get('/new', async () => {
      const names = await listRecipes(recipes);
      const datasets = await Promise.all(
        names.map(async (name) => {
          const { splits } = await loadRecipe(recipes, name);
          return { name, splits: Object.entries(splits).map(([split, documents]) => ({ name: split, documents })) };
        }),
      );
      const html = renderNewPage({
        datasets,
        models: listModels().map(({ id }) => id),
        quantizations: [...quantizations.map(({ name }) => name), ...ONNX_QUANTIZATIONS],
        prompts: await listDefinitions(join(packageRoot(), 'prompts')),
        pipelines: PIPELINE_NAMES,
        folder: shown(files.folder),
      });
      return { kind: 'page', html };
    })
    .post('/api/drafts/check', async ({ body }) => {
      const { values, text } = Object(body) as { values?: unknown; text?: unknown };
      const draft = values === undefined ? textOf(text) : makeDraft(parseDraftValues(values));
      const name = /^name:\s*["']?([a-z0-9][a-z0-9-]{0,59})["']?\s*$/m.exec(draft)?.[1] ?? 'draft';
      const path = files.pathOf(name);
      const file = shown(path);
      return { kind: 'json', value: { text: draft, file, ...(await checkDraft(draft, path, file)) } };
    })
    .post('/api/drafts/plan', async ({ body }) => {
      const file = await accept(body);
      const plan = (await launcher.plan(file)) as { error?: { code: string; message: string; hint?: string | null } };
      if (plan.error !== undefined) throw usageError(plan.error.code, plan.error.message, plan.error.hint ?? undefined);
      return { kind: 'json', value: { file: shown(file), ...renderPlanLines(plan) } };
    })
    .post('/api/drafts/start', async ({ body }) => ({
      kind: 'json',
      value: { launch: await launcher.start(await accept(body)) },
    }))
    .get('/api/launches/:id', async ({ params }) => ({
      kind: 'json',
      value: await launcher.follow(params.id ?? ''),
    }));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw usageError('DRAFT_TEXT', 'the text of the experiment is missing', 'load the page again');
}
