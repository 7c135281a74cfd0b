import { existsSync, readFileSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { bytesText, counted } from '../../report/number-text.ts';
import { readFreeMemory } from '../../runtimes/llama/free-memory.ts';
import { type Check, note, ok } from './check.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const LEAST_NODE = [20, 19] as const;
/** Processor features that decide how fast the engine's kernels are. */
const FEATURES = [
  'avx',
  'avx2',
  'fma',
  'f16c',
  'avx512f',
  'avx512_vnni',
  'avx512_bf16',
  'avx_vnni',
  'amx_int8',
  'asimd',
  'asimddp',
  'i8mm',
  'sve',
];
/** Below this, a run of a few thousand documents may fill the disk. */
const LEAST_DISK_BYTES = 200e6;
const COMFORTABLE_DISK_BYTES = 2e9;
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const enough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  if (enough) return ok('node', version);
  return {
    id: 'node',
    status: 'problem',
    found: `${version}; needed is ${LEAST_NODE.join('.')} or newer`,
    fix: 'nvm install 22, or install it from https://nodejs.org',
  };
}

export function checkCpu(cpuInfo: string = readText('/proc/cpuinfo'), arch: string = process.arch): Check {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(cpuInfo)?.[1] ?? '';
  const flags = new Set(line.split(/\s+/));
  const features = FEATURES.filter((feature) => flags.has(feature));
  const found = `${model}, ${counted(cpus().length, 'core')}${features.length === 0 ? '' : `, ${features.join(' ')}`}`;
  const data = { model, cores: cpus().length, features };
  if (arch === 'x64' && line !== '' && !flags.has('avx2')) {
    const fix = 'use a processor with AVX2, or in a virtual machine pass the host processor through';
    return {
      id: 'processor',
      status: 'warning',
      found: `${found}; without AVX2 inference is several times slower`,
      fix,
      data,
    };
  }
  return ok('processor', found, data);
}

export function checkMemory(): Check {
  const [freeBytes, totalBytes] = [readFreeMemory(), totalmem()];
  const limit = readLimit();
  const limited = limit === null ? '' : `, limited to ${bytesText(limit)} by the control group`;
  return ok('memory', `${bytesText(freeBytes)} free of ${bytesText(totalBytes)}${limited}`, {
    freeBytes,
    totalBytes,
    limitBytes: limit,
  });
}

/** The smallest limit of the control group at hand; `null` without one. */
function readLimit(): number | null {
  const files = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];
  const limits = files.map((file) => Number.parseInt(readText(file), 10)).filter((limit) => limit < totalmem());
  return limits.length === 0 ? null : Math.min(...limits);
}

/** Whether a folder, or the nearest one above it that exists, can be written and has room. */
export async function checkFolder(id: string, folder: string, remedy: string): Promise<Check> {
  let path = folder;
  while (!existsSync(path) && path !== dirname(path)) path = dirname(path);
  const writable = await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!writable) return { id, status: 'problem', found: `${folder}: ${path} cannot be written`, fix: remedy };
  const { bavail, bsize } = await statfs(path);
  const freeBytes = bavail * bsize;
  const found = `${folder}: writable, ${bytesText(freeBytes)} free`;
  const data = { folder, freeBytes };
  if (freeBytes >= COMFORTABLE_DISK_BYTES) return ok(id, found, data);
  const status = freeBytes < LEAST_DISK_BYTES ? 'problem' : 'warning';
  return { id, status, found, fix: 'assay cache, then assay clean', data };
}

/** Chromium prints PDF reports and tests the pages. */
export async function checkBrowser(env: Environment): Promise<Check> {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const named = env.CHROME_PATH === undefined ? [] : [env.CHROME_PATH];
  for (const path of [...named, ...BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name)))]) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return ok('browser', path);
  }
  return note(
    'browser',
    'no Chromium: reports cannot be printed as PDF',
    'sudo apt-get install chromium, or set CHROME_PATH',
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
