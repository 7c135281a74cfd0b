import type { Spec } from './spec.ts';

/** What a spec's documents are called: a dataset's name or folder; those of a task's own folder are called as the task is. */
export function nameDataset({ dataset, task }: Pick<Spec, 'dataset' | 'task'>): string {
  if (task !== undefined && dataset.path === task.folder) return task.name;
  return dataset.path ?? dataset.name;
}
