import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError, usageError } from '../../core/errors.ts';
import { canonicalJson } from '../../core/hash.ts';
import { makeFolder } from '../../core/make-folder.ts';
import { loadExperiment } from '../../plan/load-experiment.ts';
import { writeWhole } from '../../records/run-folder.ts';
import type { Spec } from '../../spec/spec.ts';

/** Names that an experiment may have; they are names of files too. */
const NAME = /^[a-z0-9][a-z0-9-]{0,59}$/;

/** The experiment files of one folder. */
export class ExperimentFiles {
  readonly folder: string;
  /** What this process wrote: it may be replaced without asking. */
  private readonly written = new Map<string, string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The file of an experiment. Throws a usage error for what is no name: nothing can lead out of the folder. */
  pathOf(name: string): string {
    if (!NAME.test(name))
      throw usageError('SPEC_INVALID', `name is "${name}"; it must be lower-case letters, digits and hyphens`);
    return join(this.folder, `${name}.yaml`);
  }

  /** Writes an experiment. A file that somebody else wrote is only replaced on demand: usage error `DRAFT_EXISTS`. */
  async save(name: string, text: string, replace: boolean): Promise<string> {
    const path = this.pathOf(name);
    const there = await readFile(path, 'utf8').catch(() => null);
    if (there !== null && there !== text && there !== this.written.get(path) && !replace) {
      throw usageError(
        'DRAFT_EXISTS',
        `${path} is there already and says something else`,
        'choose another name, or tick “replace the file”',
      );
    }
    await makeFolder(this.folder);
    if (there !== text) await writeWhole(path, text);
    this.written.set(path, text);
    return path;
  }

  /** The file that asks exactly this; `null` when there is none. */
  async find(spec: Spec): Promise<string | null> {
    const wanted = askedBy(spec);
    const names = await readdir(this.folder).catch((): string[] => []);
    for (const name of names.filter((file) => file.endsWith('.yaml'))) {
      const path = join(this.folder, name);
      try {
        const loaded = await loadExperiment(path);
        if (askedBy(loaded.spec) === wanted) return path;
      } catch (error) {
        // A file that cannot be run is not the one.
        if (!(error instanceof AssayError)) throw error;
      }
    }
    return null;
  }
}

/** The wording of the question does not make another run. */
function askedBy({ question: _question, ...asked }: Spec): string {
  return canonicalJson(JSON.parse(JSON.stringify(asked)));
}
