import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { environmentError } from '../../core/errors.ts';
import type { ChildResult } from './run-quantize-child.ts';

const shownLines = 6;
const unwritten = 'the file could not be written to its end';

/** The error for a quantizing process that did not finish its work: its reason, the end of its log, and what to do. */
export async function quantizeFailure(result: ChildResult, source: string, target: string): Promise<Error> {
  const { reply, exitCode, signal, lastLines } = result;
  if (reply?.kind === 'failed' && reply.code !== 'QUANTIZE_FAILED') {
    return environmentError(reply.code, reply.message, reply.hint ?? undefined);
  }
  const ending = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
  const reason =
    reply?.kind === 'failed' ? (engineReason(lastLines) ?? reply.message) : `the process ended by ${ending}`;
  return environmentError(
    'QUANTIZE_FAILED',
    [`${source}: cannot quantize to ${target}: ${reason}; its log ends:`, ...lastLines.slice(-shownLines)].join('\n  '),
    await hintFor(reason, signal, dirname(target)),
  );
}

/** What llama.cpp gives as its reason, in words that say more where its own say nothing. */
function engineReason(lines: string[]): string | undefined {
  const reason = lines.map((line) => /failed to quantize: (.*)$/.exec(line)?.[1]?.trim()).findLast((found) => found);
  return reason?.includes('iostream error') === true ? unwritten : reason;
}

async function hintFor(reason: string, signal: NodeJS.Signals | null, folder: string): Promise<string> {
  if (signal === 'SIGKILL') return 'Free some memory: the system may have killed the process for want of it';
  if (reason !== unwritten) return 'Look at the source with assay models inspect: this llama.cpp may not know its kind';
  const freeBytes = await freeBytesAt(folder);
  return `Make room at the target${freeBytes === null ? '' : ` (${(freeBytes / 1e9).toFixed(1)} GB are free)`}`;
}

async function freeBytesAt(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
