import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AssayError } from '../../core/errors.ts';
import { inspectModel } from '../../models/inspect-model.ts';
import { packageRoot } from '../../models/package-root.ts';
import { listModels, type ShelfModel } from '../../models/shelf/registry.ts';
import { verifyShelf } from '../../models/shelf/verify-shelf.ts';
import { bytesText, counted } from '../../report/number-text.ts';
import { loadFit } from '../model-fit.ts';
import { type Check, note, ok } from './check.ts';

/** Tokens of an invoice of the embedded dataset with its answer. */
const CONTEXT_TOKENS = 1024;

/** Checksums of shelf and cache, and whether the embedded model fits. `modelPath`: a model that can be loaded, if there is one. */
export async function checkModels(): Promise<{ checks: Check[]; modelPath: string | null }> {
  let models: ShelfModel[];
  try {
    models = listModels();
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return {
      checks: [{ id: 'models', status: 'problem', found: error.message, fix: error.hint ?? 'restore the registry' }],
      modelPath: null,
    };
  }
  const files = await verifyShelf({ models });
  const checks = files.flatMap((file): Check[] => {
    if (file.status === 'ok') return [];
    // A broken file of the user's, or one that is made again, does not stop the embedded experiment.
    const status = file.kind === 'package' ? 'problem' : 'warning';
    return [{ id: `model ${file.name}`, status, found: `${file.path}: ${file.detail ?? file.status}`, fix: file.fix }];
  });
  const sound = files.find(({ kind, status }) => kind === 'package' && status === 'ok');
  if (sound === undefined && !files.some(({ kind }) => kind === 'package')) {
    checks.push({
      id: 'models',
      status: 'problem',
      found: 'no model came with the package',
      fix: 'git checkout -- models',
    });
  }
  if (checks.length === 0)
    checks.push(ok('models', `${counted(files.length, 'file')} on the shelf and in the cache, checksums right`));
  if (sound === undefined) return { checks, modelPath: null };
  checks.push(await checkFit(sound.path));
  return { checks, modelPath: sound.path };
}

async function checkFit(path: string): Promise<Check> {
  const id = 'embedded model';
  const fit = await loadFit(await inspectModel(path), { contextTokens: CONTEXT_TOKENS, device: 'cpu' });
  if (fit.width === null)
    return {
      id,
      status: 'problem',
      found: fit.reason ?? 'cannot be planned',
      fix: 'npm ci, then npm run build',
      data: fit,
    };
  if (fit.width > 0)
    return ok(
      id,
      `fits: ${counted(fit.width, 'document')} at once in ${bytesText(fit.predictedBytes ?? 0)} per worker`,
      fit,
    );
  const found = `one document takes ${bytesText(fit.predictedBytes ?? 0)}; ${bytesText(fit.freeBytes ?? 0)} are free, ${bytesText(fit.reserveBytes)} of them reserved`;
  return {
    id,
    status: 'problem',
    found,
    fix: 'end other programs, raise the memory limit, or lower reserveBytes in native-configs/cpu.yaml',
    data: fit,
  };
}

/** Font files that synthetic invoices are printed with. */
export function checkFonts(): Check {
  const require = createRequire(join(packageRoot(), 'package.json'));
  const missing = ['@expo-google-fonts/noto-sans', '@expo-google-fonts/noto-sans-jp'].filter((name) => {
    try {
      require.resolve(`${name}/package.json`);
      return false;
    } catch {
      return true;
    }
  });
  if (missing.length === 0) return ok('fonts', 'Noto Sans and Noto Sans JP');
  return { id: 'fonts', status: 'warning', found: `${missing.join(', ')} not installed`, fix: 'npm ci' };
}

/** ONNX Runtime, where it is installed: whether its CUDA provider was downloaded. */
export function checkOnnx(root: string = packageRoot()): Check[] {
  const folder = join(root, 'node_modules', 'onnxruntime-node');
  if (!existsSync(folder)) return [];
  const library = join('linux', 'x64', 'libonnxruntime_providers_cuda.so');
  const there = ['napi-v6', 'napi-v3'].some((version) => existsSync(join(folder, 'bin', version, library)));
  if (there) return [ok('onnxruntime', 'with the CUDA provider')];
  const fix = 'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12';
  return [
    note('onnxruntime', 'processor only; CUDA is a download of its own', process.platform === 'linux' ? fix : null),
  ];
}
