import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { StageClock } from '../../core/stage-clock.ts';
import { MAX_DOCUMENT_BYTES } from '../../datasets/document-form.ts';
import { tooManyBytes } from '../../datasets/find-form.ts';
import { renderForm } from '../../datasets/render-form.ts';
import { cleanText } from './clean-text.ts';
import type { DocumentInput } from './document-input.ts';
import type { KeptText, ReadJob } from './read-job.ts';
import { StageCache } from './stage-cache.ts';
import { tooManyPages, Unreadable } from './unreadable.ts';

/**
 * Reads one document: draws it if it is synthetic, then takes its text from the PDF, or makes its pictures ready and reads
 * them, or gives them as they are. Every result is taken from the cache where it is there, and kept in it otherwise.
 */
export async function readDocument(job: ReadJob): Promise<DocumentInput> {
  const reading = new Reading(job);
  try {
    if (job.pages === true) return await reading.seen();
    const { text, pages, confidence } = await reading.text();
    const cleaned = cleanText(text);
    if (cleaned.trim() === '') return { kind: 'failed', stage: 'load', reason: emptyReason(job, pages) };
    const { cached } = reading;
    const note = { form: job.load.form, pages, cached, ...(confidence !== undefined && { confidence }) };
    return { kind: 'read', text: cleaned, note, stageMs: reading.clock.times() };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'failed', stage: error.stage, reason: error.message };
    throw error;
  }
}

class Reading {
  readonly clock = new StageClock();
  cached = false;
  private readonly job: ReadJob;
  private readonly cache: StageCache | null;

  constructor(job: ReadJob) {
    this.job = job;
    this.cache = job.cacheFolder === null ? null : new StageCache(job.cacheFolder);
  }

  async text(): Promise<KeptText> {
    const { load, ocr, keys } = this.job;
    const last = ocr === null ? keys.load : keys.ocr;
    const kept = await this.cache?.find(last);
    if (kept?.[0] !== undefined) {
      this.cached = true;
      return JSON.parse(Buffer.from(kept[0]).toString('utf8')) as KeptText;
    }
    const text = ocr === null ? await this.pdfText() : await this.pictureText(ocr);
    await this.cache?.keep(last, [Buffer.from(JSON.stringify(text))]);
    if (text.pages > load.mostPages) throw new Unreadable('load', tooManyPages(text.pages, load.mostPages));
    return text;
  }

  /** The pictures as they are, for a model that sees. */
  async seen(): Promise<DocumentInput> {
    const { load } = this.job;
    const pages = await this.pictures();
    const stageMs = this.clock.times();
    const cached = Object.keys(stageMs).length === 0;
    return { kind: 'read', text: '', pages, note: { form: load.form, pages: pages.length, cached }, stageMs };
  }

  private async pdfText(): Promise<KeptText> {
    const { load } = this.job;
    const [bytes] = await this.contents();
    if (bytes === undefined) throw new Unreadable('load', 'is empty');
    return await this.clock.timeAsync('load', async () => {
      const { readPdf } = await import('./read-pdf.ts');
      return await readPdf(bytes, load);
    });
  }

  private async pictureText(ocr: NonNullable<ReadJob['ocr']>): Promise<KeptText> {
    const { load } = this.job;
    const pictures = await this.pictures();
    return await this.clock.timeAsync('ocr', async () => {
      const { readPictures } = await import('./read-pictures.ts');
      return await readPictures(pictures, { ocr, columns: load.columns });
    });
  }

  private async pictures(): Promise<Uint8Array[]> {
    const { load, keys } = this.job;
    const kept = await this.cache?.find(keys.load);
    if (kept !== null && kept !== undefined) return kept;
    const contents = await this.contents();
    const ready = await this.clock.timeAsync('load', async () => {
      const { preparePictures } = await import('./prepare-pictures.ts');
      return await preparePictures(contents, load);
    });
    await this.cache?.keep(keys.load, ready);
    return ready;
  }

  /** The bytes of the files, or what the generator draws. */
  private async contents(): Promise<Uint8Array[]> {
    const { source, load, keys } = this.job;
    if (source.kind === 'files') return await Promise.all(source.paths.map(readLimited));
    const kept = await this.cache?.find(keys.render);
    if (kept !== null && kept !== undefined) return kept;
    const drawn = await this.clock.timeAsync('render', () => renderForm(source, load.severity));
    await this.cache?.keep(keys.render, drawn);
    return drawn;
  }
}

async function readLimited(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Unreadable('load', `cannot be read (${cause.code})`);
  });
  if (!found.isFile()) throw new Unreadable('load', 'is no file');
  if (found.size === 0) throw new Unreadable('load', `is empty: ${extname(path).slice(1)} file of 0 bytes`);
  if (found.size > MAX_DOCUMENT_BYTES) throw new Unreadable('load', tooManyBytes(found.size));
  return await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Unreadable('load', `cannot be read (${cause.code})`);
  });
}

function emptyReason({ load }: ReadJob, pages: number): string {
  const many = `${pages} ${pages === 1 ? 'page' : 'pages'}`;
  return load.form === 'scan'
    ? `shows no text on ${many}`
    : `has no text on ${many}: it may hold pictures, which the scan pipeline reads`;
}
