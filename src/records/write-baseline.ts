import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { usageError } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';
import { BASELINE_VERSION, type RunSource } from './run-source.ts';

export interface WrittenBaseline {
  path: string;
  records: number;
}

/**
 * Writes a run into one file that can be committed and compared with later; packed when its name ends in `.gz`. Without
 * the name of a variant it holds all. Throws a usage error for a run that is unfinished, unless the caller knows it to be
 * `complete`: a race may end before every document was decoded.
 */
export async function writeBaseline(
  run: RunSource,
  { path, variant, complete = false }: { path: string; variant: string | null; complete?: boolean },
): Promise<WrittenBaseline> {
  await makeFolder(dirname(path));
  const all = run.manifest.spec.variants.length;
  const planned = variant === null ? run.planned : run.planned / all;
  let records = 0;
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify({ assayBaseline: BASELINE_VERSION, manifest: run.manifest })}\n`;
    for await (const record of run.records()) {
      if (variant !== null && record.variant !== variant) continue;
      records += 1;
      yield `${JSON.stringify(record)}\n`;
    }
  }
  const temporary = `${path}.new-${process.pid}`;
  const file = createWriteStream(temporary);
  try {
    if (path.endsWith('.gz')) await pipeline(Readable.from(lines()), createGzip(), file);
    else await pipeline(Readable.from(lines()), file);
    if (!file.closed) await once(file, 'close');
    if (!complete && records < planned) {
      const message = `run ${run.runId} holds ${records} of ${planned} trials: it cannot be a baseline yet`;
      throw usageError('BASELINE_UNFINISHED', message, 'run the experiment to its end first');
    }
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return { path, records };
}
