import sharp from 'sharp';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import { environmentError, usageError } from '../core/errors.ts';
import { codesOf, withLanguageData } from './language-data.ts';
import type { Ocr, OcrOptions, OcrPage } from './ocr.ts';
import { quietWorker } from './quiet-worker.ts';
import { printWords, readBlocks } from './read-blocks.ts';

interface Job {
  image: Uint8Array | string;
  resolve: (page: OcrPage) => void;
  reject: (reason: unknown) => void;
}

/**
 * Starts Tesseract (LSTM, WebAssembly) with the data of these languages; no network is used. The same picture gives the same
 * words on every machine whose processor has the same WebAssembly features. Throws a usage error without any language and an
 * environment error when an engine does not start.
 */
export async function openOcr({ languages, workers = 1 }: OcrOptions): Promise<Ocr> {
  const codes = codesOf(languages);
  if (codes.length === 0) throw usageError('OCR_LANGUAGE', 'OCR needs at least one language', 'name one, e.g. en');
  if (!Number.isInteger(workers) || workers < 1)
    throw usageError('OCR_WORKERS', `OCR needs 1 worker or more, found ${workers}`, 'use a whole number from 1');
  const engines = await withLanguageData(codes, (folder) => startEngines(codes, folder, workers));
  return new OcrPool(engines);
}

async function startEngines(codes: string[], folder: string, count: number): Promise<Worker[]> {
  const started = await Promise.allSettled(Array.from({ length: count }, () => startEngine(codes, folder)));
  const engines = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed === undefined) return engines;
  await Promise.all(engines.map((engine) => engine.terminate()));
  throw environmentError('OCR_ENGINE', `the OCR engine does not start (${printCause(failed.reason)})`, 'run npm ci');
}

async function startEngine(codes: string[], folder: string): Promise<Worker> {
  const engine = await createWorker(codes, OEM.LSTM_ONLY, {
    langPath: folder,
    cacheMethod: 'none',
    // Typed as a path, but given to the thread as it is.
    workerPath: quietWorker() as unknown as string,
    // Without it a failed page is thrown from a message handler, which ends the process.
    errorHandler: () => undefined,
  });
  // One block: an invoice's columns are rows to read across, not stories to read down.
  await engine.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_BLOCK, debug_file: '/dev/null' });
  return engine;
}

class OcrPool implements Ocr {
  private readonly idle: Worker[];
  private readonly engines: readonly Worker[];
  private readonly waiting: Job[] = [];
  private readonly running = new Set<Job>();
  private closed = false;

  constructor(engines: readonly Worker[]) {
    this.engines = engines;
    this.idle = [...engines];
  }

  recognise(image: Uint8Array | string): Promise<OcrPage> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(closedError());
      this.waiting.push({ image, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const { reject } of [...this.running, ...this.waiting.splice(0)]) reject(closedError());
    this.running.clear();
    await Promise.all(this.engines.map((engine) => engine.terminate()));
  }

  private next(): void {
    if (this.closed) return;
    const engine = this.idle.pop();
    if (engine === undefined) return;
    const job = this.waiting.shift();
    if (job === undefined) {
      this.idle.push(engine);
      return;
    }
    this.running.add(job);
    this.read(engine, job.image)
      .then(job.resolve, job.reject)
      .finally(() => {
        this.running.delete(job);
        this.idle.push(engine);
        this.next();
      });
  }

  private async read(engine: Worker, image: Uint8Array | string): Promise<OcrPage> {
    const { data, info } = await decode(image);
    // An engine that was ended meanwhile would throw where nobody listens.
    if (this.closed) throw closedError();
    return readPage(engine, { image, data, size: info });
  }
}

interface Decoded {
  image: Uint8Array | string;
  data: Buffer;
  size: { width: number; height: number };
}

async function readPage(engine: Worker, { image, data, size: { width, height } }: Decoded): Promise<OcrPage> {
  const result = await engine.recognize(data, {}, { text: false, blocks: true }).catch((cause: unknown) => {
    throw environmentError(
      'OCR_FAILED',
      `OCR failed on ${nameOf(image)} (${printCause(cause)})`,
      'try another picture',
    );
  });
  const words = readBlocks(result.data.blocks ?? [], { width, height });
  return { text: printWords(words), words, width, height };
}

/** Any picture as a grey PNG, which the engine reads for certain; a phone's note on orientation is followed. */
async function decode(image: Uint8Array | string) {
  try {
    return await sharp(image)
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .grayscale()
      .png({ compressionLevel: 1 })
      .toBuffer({ resolveWithObject: true });
  } catch (cause) {
    throw usageError(
      'OCR_IMAGE',
      `${nameOf(image)} cannot be read as a picture (${printCause(cause)})`,
      'use a PNG, JPEG, TIFF or WebP file',
    );
  }
}

function nameOf(image: Uint8Array | string): string {
  return typeof image === 'string' ? image : `a picture of ${image.length} bytes`;
}

function closedError() {
  return environmentError('OCR_CLOSED', 'the OCR engine was closed', 'open it again');
}

function printCause(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
