import { AssayError } from '../../core/errors.ts';
import { parseYaml } from '../../core/yaml.ts';
import { checkExperiment } from '../../plan/load-experiment.ts';

/** What is wrong with a draft, in the words of the experiment's schema. */
export interface DraftProblem {
  code: string;
  message: string;
  hint: string | null;
  /** From 1; `null` where the message names no place. */
  line: number | null;
  /** e.g. `decision.margin`; empty where the message names none. */
  path: string;
}

/** What a draft would run. */
export interface DraftFacts {
  name: string;
  variants: string[];
  documents: number;
  trials: number;
  comparisons: number;
}

export type CheckedDraft = { problem: DraftProblem; facts: null } | { problem: null; facts: DraftFacts };

/**
 * Checks a draft as `assay plan` would, up to the point where models come in. `path` is the file that it would become: its own
 * paths are relative to there. `shown` is how messages name it.
 */
export async function checkDraft(text: string, path: string, shown = path): Promise<CheckedDraft> {
  try {
    const { spec, documents } = await checkExperiment(parseYaml(text, path));
    const variants = spec.variants.map(({ id }) => id);
    const facts = {
      name: spec.name,
      variants,
      documents: documents.length,
      trials: variants.length * documents.length * spec.run.epochs,
      comparisons: spec.comparisons.length,
    };
    return { problem: null, facts };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { problem: describe(error, path, shown), facts: null };
  }
}

function describe({ code, message, hint }: AssayError, path: string, shown: string): DraftProblem {
  const place = message.startsWith(`${path}:`) ? /^:(\d+):\d+ ([\w.[\]]+)?/.exec(message.slice(path.length)) : null;
  return {
    code,
    message: message.startsWith(`${path}:`) ? `${shown}${message.slice(path.length)}` : message,
    hint: hint ?? null,
    line: place === null ? null : Number(place[1]),
    path: place?.[2] ?? '',
  };
}
