import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { StageClock } from '../../core/stage-clock.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { DocumentForm, FormSource } from '../../datasets/document-form.ts';
import { digestSource } from '../../datasets/select-documents.ts';
import { cacheFolder } from '../../models/shelf/cache-folder.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import { seesPages } from '../../spec/pipelines.ts';
import { cleanPlainText, cleanText } from './clean-text.ts';
import type { DocumentInput, DocumentInputs } from './document-input.ts';
import type { StageKeys } from './read-job.ts';
import type { ReaderPool } from './reader-pool.ts';

/** Inputs that are kept for those who will ask again, e.g. the next variant: a few megabytes of text. */
const KEPT_INPUTS = 1024;
/** The same where inputs are pictures, of about a megabyte each. */
const KEPT_PICTURES = 64;
/** Documents that wait in the pool at most, beside those that are being read. */
const MOST_AHEAD = 64;

export interface OpenInputsOptions {
  /** Where results of stages are kept; `null` keeps none. The cache of this machine unless told. */
  cache?: string | null;
  /** Reader processes at most; one per core unless told, eight at most. */
  readers?: number;
}

/**
 * The documents of a dataset as pipelines read them. Plain text and text in columns are at hand; PDF and pictures are read
 * by a pool of processes, and what was read once is kept on disk. Nothing is started, and no library loaded, before a document needs it.
 */
export function openInputs(dataset: Dataset, options: OpenInputsOptions = {}): DocumentInputs {
  return new Inputs(dataset, options);
}

class Inputs implements DocumentInputs {
  private readonly dataset: Dataset;
  private readonly options: OpenInputsOptions;
  private readonly kept = new Map<string, Promise<DocumentInput>>();
  private pool: Promise<ReaderPool> | undefined;
  private reading = 0;
  private ended = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(dataset: Dataset, options: OpenInputsOptions) {
    this.dataset = dataset;
    this.options = options;
  }

  read(id: string, stages?: PipelineStages): Promise<DocumentInput> {
    const form = stages?.load.form ?? 'text';
    if (stages === undefined || form === 'text') return this.plain(id);
    const pages = seesPages(stages);
    const key = JSON.stringify([id, stages.load, stages.ocr, pages]);
    const known = this.kept.get(key);
    if (known !== undefined) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known;
    }
    this.reading += 1;
    const input = this.other(id, form, stages).finally(() => {
      this.reading -= 1;
    });
    this.kept.set(key, input);
    // Whoever asks for it gets the error; until then it must not count as unhandled.
    input.catch(() => this.kept.delete(key));
    const [oldest] = this.kept.keys();
    if (this.kept.size > (pages ? KEPT_PICTURES : KEPT_INPUTS) && oldest !== undefined) this.kept.delete(oldest);
    return input;
  }

  readAhead(ids: readonly string[], stages?: PipelineStages): void {
    const form = stages?.load.form ?? 'text';
    if (this.ended || form === 'text' || form === 'layout') return;
    for (const id of ids) {
      if (this.reading >= MOST_AHEAD) return;
      void this.read(id, stages).catch(() => undefined);
    }
  }

  [Symbol.dispose](): void {
    this.ended = true;
    void this.pool?.then((pool) => pool.end());
  }

  private async plain(id: string): Promise<DocumentInput> {
    const clock = new StageClock();
    const text = await this.inTurn(() =>
      clock.timeAsync('load', async () => cleanPlainText((await this.dataset.load(id)).text)),
    );
    if (text.trim() !== '') return { kind: 'read', text, stageMs: clock.times() };
    const source = await this.dataset.formOf?.(id, 'text');
    return { kind: 'failed', stage: 'load', reason: source?.kind === 'missing' ? source.reason : 'is empty' };
  }

  private async other(id: string, form: DocumentForm, stages: PipelineStages): Promise<DocumentInput> {
    const clock = new StageClock();
    const source = (await this.inTurn(() => clock.timeAsync('load', async () => this.dataset.formOf?.(id, form)))) ?? {
      kind: 'missing' as const,
      reason: 'is plain text only',
    };
    if (source.kind === 'missing') return { kind: 'failed', stage: 'load', reason: source.reason };
    if (source.kind === 'text') return noted(cleanPlainText(source.text), form, clock);
    if (form === 'layout') return await this.inTurn(() => readLayout(source, clock));
    const { stageKeys } = await import('./read-job.ts');
    const keys = stageKeys(await digestSource(source), stages);
    const pages = seesPages(stages);
    const found = pages ? null : await this.recall(stages.ocr === null ? keys.load : keys.ocr, form);
    if (found !== null) return found;
    const pool = await this.openPool();
    return await pool.read({
      source,
      load: stages.load,
      ocr: stages.ocr,
      pages,
      keys,
      cacheFolder: await this.folder(),
    });
  }

  /** One after the other: side by side, each would be timed with the others. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** What the cache has is taken here: a reader would only be asked for it. */
  private async recall(key: StageKeys['ocr'], form: DocumentForm): Promise<DocumentInput | null> {
    const folder = await this.folder();
    if (folder === null) return null;
    const { StageCache } = await import('./stage-cache.ts');
    const [content] = (await new StageCache(folder).find(key)) ?? [];
    if (content === undefined) return null;
    const { text, pages, confidence } = JSON.parse(Buffer.from(content).toString('utf8')) as {
      text: string;
      pages: number;
      confidence?: number;
    };
    const cleaned = cleanText(text);
    // An empty text has a reason that only the reader knows.
    if (cleaned.trim() === '') return null;
    const note = { form, pages, cached: true, ...(confidence !== undefined && { confidence }) };
    return { kind: 'read', text: cleaned, note, stageMs: {} };
  }

  private async folder(): Promise<string | null> {
    const { cache } = this.options;
    if (cache === null) return null;
    const { stageCacheFolder } = await import('./stage-cache.ts');
    return stageCacheFolder(cache ?? cacheFolder());
  }

  private openPool(): Promise<ReaderPool> {
    this.pool ??= (async () => {
      const [{ ReaderPool }, { pruneStageCache, stageCacheLimit }] = await Promise.all([
        import('./reader-pool.ts'),
        import('./stage-cache.ts'),
      ]);
      const folder = await this.folder();
      // Once a run, before it adds to the cache: what was not used for longest goes.
      if (folder !== null) await pruneStageCache(folder, stageCacheLimit());
      const pool = new ReaderPool(this.options.readers ?? Math.min(8, availableParallelism()));
      // What was asked for before it was disposed of may come here after it.
      if (this.ended) pool.end();
      return pool;
    })();
    return this.pool;
  }
}

async function readLayout(
  source: Extract<FormSource, { kind: 'files' | 'synthetic' }>,
  clock: StageClock,
): Promise<DocumentInput> {
  const [path] = source.kind === 'files' ? source.paths : [];
  if (path === undefined) return { kind: 'failed', stage: 'load', reason: 'is not there' };
  const bytes = await clock
    .timeAsync('load', () => readFile(path))
    .catch((cause: NodeJS.ErrnoException) => `cannot be read (${cause.code})`);
  if (typeof bytes === 'string') return { kind: 'failed', stage: 'load', reason: bytes };
  try {
    return noted(cleanPlainText(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), 'layout', clock);
  } catch {
    return { kind: 'failed', stage: 'load', reason: 'is not valid UTF-8' };
  }
}

function noted(text: string, form: DocumentForm, clock: StageClock): DocumentInput {
  if (text.trim() === '') return { kind: 'failed', stage: 'load', reason: 'is empty' };
  const note = { form, pages: text.split('\f').length, cached: false };
  return { kind: 'read', text, note, stageMs: clock.times() };
}
