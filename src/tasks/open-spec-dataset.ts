import { join } from 'node:path';
import type { Dataset } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { packageRoot } from '../models/package-root.ts';
import type { Spec } from '../spec/spec.ts';
import { loadTask } from './load-task.ts';
import { openTaskDataset } from './task-dataset.ts';

/** The documents that a spec names, of its own split or another. Throws usage errors as the datasets do. */
export async function openSpecDataset(
  { dataset, task }: Pick<Spec, 'dataset' | 'task'>,
  split = dataset.split,
): Promise<Dataset> {
  if (task === undefined) return await openDataset(join(packageRoot(), 'datasets'), { ...dataset, split });
  return await openTaskDataset(await loadTask(task.folder), { folder: dataset.path ?? task.folder, split });
}
