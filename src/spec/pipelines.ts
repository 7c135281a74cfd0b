import { printAllowed, yamlError } from '../core/check-yaml.ts';
import { contentKey } from '../core/hash.ts';
import type { YamlPath, YamlSource } from '../core/yaml.ts';
import type { DocumentForm } from '../datasets/document-form.ts';
import { type KnownIds, requireKnown } from './known-ids.ts';
import {
  defaultsOf,
  type PipelineStages,
  type PipelineWish,
  type StageList,
  STAGES,
  type StageName,
} from './pipeline-schema.ts';

/** A pipeline by the name that ids and reports show, with the options of every stage. */
export interface NamedPipeline {
  name: string;
  stages: PipelineStages;
}

const stages = (chosen: Partial<PipelineStages>): PipelineStages => ({
  load: defaultsOf('load'),
  ocr: null,
  chunk: defaultsOf('chunk'),
  prompt: defaultsOf('prompt'),
  infer: defaultsOf('infer'),
  validate: null,
  vote: null,
  ...chosen,
});

/** The pipelines that have a name of their own. */
export const PIPELINES: Readonly<Record<string, PipelineStages>> = {
  text: stages({}),
  layout: stages({ load: { ...defaultsOf('load'), form: 'layout' } }),
  pdf: stages({ load: { ...defaultsOf('load'), form: 'pdf' } }),
  scan: stages({ load: { ...defaultsOf('load'), form: 'scan' }, ocr: defaultsOf('ocr') }),
  picture: stages({
    load: { ...defaultsOf('load'), form: 'scan', deskew: false },
    infer: { ...defaultsOf('infer'), pages: true },
  }),
  extractive: stages({ infer: { ...defaultsOf('infer'), extractive: true } }),
  'one-field-per-call': stages({ prompt: { fieldsPerCall: 1 } }),
  'reason-then-extract': stages({ infer: { ...defaultsOf('infer'), reason: true } }),
  'extract-verify-repair': stages({ validate: { arithmetic: true, grounding: true, askAgain: 2 } }),
  'ensemble-vote': stages({ vote: { quantizations: ['Q8_0', 'Q4_K_M'] } }),
};

/** Names of {@link PIPELINES}. */
export const PIPELINE_NAMES: readonly string[] = Object.keys(PIPELINES);

/** The pipeline that an experiment without one has: plain text, one call. */
export const PLAIN_PIPELINE = 'text';

/**
 * The pipeline behind what an experiment says. A list without a name is called after its stages and a hash of its options.
 * Throws a usage error with the place for an unknown name, stages that are doubled or out of order, and pictures that nothing reads.
 */
export function resolvePipeline(
  wish: PipelineWish,
  at: { source: YamlSource; path: YamlPath; known: KnownIds },
): NamedPipeline {
  if (typeof wish === 'string') {
    requireKnown('pipelines', wish, at);
    return { name: wish, stages: PIPELINES[wish] ?? stages({}) };
  }
  const own = Array.isArray(wish) ? undefined : wish.name;
  const list = Array.isArray(wish) ? wish : wish.stages;
  const path = own === undefined ? at.path : [...at.path, 'stages'];
  const made = stages(optionsOf(list, { ...at, path }));
  requireSense(made, list, { ...at, path });
  if (own === undefined) {
    const names = list.map(nameOf).join('.');
    return { name: `${names}-${contentKey(made).slice(0, 4)}`, stages: made };
  }
  if (PIPELINE_NAMES.includes(own)) {
    const message = `is "${own}", which Assay has already; taken: ${printAllowed(PIPELINE_NAMES)}`;
    throw fail(at, [...at.path, 'name'], message, 'give it another name');
  }
  return { name: own, stages: made };
}

/** What a pipeline is called where only its wish is known: equal exactly for equal wishes. */
export function printPipeline(wish: PipelineWish): string {
  if (typeof wish === 'string') return wish;
  if (!Array.isArray(wish)) return wish.name;
  return `${wish.map(nameOf).join('.')}-${contentKey(stages(optionsOf(wish))).slice(0, 4)}`;
}

type At = { source: YamlSource; path: YamlPath };

function optionsOf(list: StageList, at?: At): Partial<PipelineStages> {
  const chosen: Partial<Record<StageName, unknown>> = {};
  let last = -1;
  for (const [index, item] of list.entries()) {
    const name = nameOf(item);
    const place = STAGES.indexOf(name);
    if (at !== undefined) {
      const path = [...at.path, index];
      if (typeof item !== 'string' && Object.keys(item).length !== 1) {
        const message = `holds ${Object.keys(item).length} stages; each item of the list is one stage`;
        throw fail(at, path, message, 'write each stage as an item of its own: `- load: {form: pdf}`');
      }
      if (place === last) throw fail(at, path, `is ${name}, which stands twice`, 'remove one of the two');
      if (place < last) {
        const message = `is ${name}, which must stand before ${STAGES[last]}; the order is ${STAGES.join(', ')}`;
        throw fail(at, path, message, `move \`${name}\` up`);
      }
    }
    last = place;
    chosen[name] = typeof item === 'string' ? defaultsOf(name) : (item[name] ?? defaultsOf(name));
  }
  return chosen as Partial<PipelineStages>;
}

function nameOf(item: StageList[number]): StageName {
  return typeof item === 'string' ? item : (Object.keys(item)[0] as StageName);
}

function requireSense(made: PipelineStages, list: StageList, at: At): void {
  const { load, ocr, vote } = made;
  const path = (stage: StageName): YamlPath => {
    const index = list.findIndex((item) => nameOf(item) === stage);
    return index < 0 ? at.path : [...at.path, index];
  };
  if (seesPages(made)) requireSeeing(made, path, at);
  else if (load.form === 'scan' && ocr === null) {
    const hint = 'add `- ocr` after `load`, or `- infer: {pages: true}` for a model that sees';
    throw fail(at, path('load'), 'loads pictures, which nothing reads', hint);
  }
  if (!seesPages(made) && made.infer.task !== undefined)
    throw fail(
      at,
      path('infer'),
      'names a task, which only image-to-text models have',
      'add `pages: true`, or remove `task`',
    );
  if (load.form !== 'scan' && ocr !== null) {
    const message = `reads pictures, but \`load\` gives ${load.form}`;
    throw fail(at, path('ocr'), message, 'write `- load: {form: scan}`, or remove `ocr`');
  }
  if (vote !== null && (vote.quantizations ?? vote.models) === undefined) {
    throw fail(at, path('vote'), 'has no voters', 'write `- vote: {quantizations: [Q8_0, Q4_K_M]}`, or `models:`');
  }
}

/** What stands around a model that sees pages must not need their text, nor words to ask with. */
function requireSeeing(
  { load, ocr, prompt, infer, validate }: PipelineStages,
  path: (stage: StageName) => YamlPath,
  at: At,
): void {
  if (load.form !== 'scan') {
    const message = `sees pages, but \`load\` gives ${load.form}`;
    throw fail(at, path('infer'), message, 'write `- load: {form: scan}`, or remove `pages`');
  }
  if (ocr !== null)
    throw fail(at, path('ocr'), 'reads the text of pages that the model is to see itself', 'remove `ocr`, or `pages`');
  const wordy =
    (infer.reason && 'reason') ||
    (infer.extractive === true && 'extractive') ||
    (prompt.fieldsPerCall !== undefined && 'fieldsPerCall') ||
    (validate?.grounding === true && 'grounding') ||
    ((validate?.askAgain ?? 0) > 0 && 'askAgain');
  if (wordy !== false)
    throw fail(
      at,
      path('infer'),
      `sees pages, and such a model cannot be asked in words: \`${wordy}\``,
      `remove \`${wordy}\``,
    );
}

/** Whether the model of a pipeline is shown pictures of the pages instead of text. */
export function seesPages(stages: PipelineStages | undefined): boolean {
  return stages?.infer.pages === true;
}

function fail({ source }: At, path: YamlPath, message: string, hint: string) {
  return yamlError({ source, path, code: 'SPEC_PIPELINE', message, hint });
}

/** Forms beside plain text that the variants of a spec read, sorted. */
export function formsOf({ variants }: { variants: readonly { stages?: PipelineStages }[] }): DocumentForm[] {
  const forms = variants.map(({ stages: own }) => own?.load.form ?? 'text').filter((form) => form !== 'text');
  return [...new Set(forms)].sort();
}
