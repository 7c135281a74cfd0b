import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute folder of this package, whether the code runs from `src/` or from `dist/`: the nearest one whose package.json is Assay's. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (nameIn(folder) !== 'assay') {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json of Assay above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  return folder;
}

function nameIn(folder: string): unknown {
  try {
    const content: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof content === 'object' && content !== null && 'name' in content ? content.name : undefined;
  } catch {
    return undefined;
  }
}
