import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { environmentError } from '../../core/errors.ts';
import { withFileLock } from './file-lock.ts';
import { parseRegistryFile } from './parse-registry-file.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');

const schema = z.strictObject({
  version: z.literal(1),
  models: z.record(
    digest,
    z.strictObject({
      path: z.string().min(1).describe('Absolute path of the file; of a split model, of its first part'),
      bytes: z.int().min(0),
      description: z.string(),
      source: z.string().nullable().describe('hf:owner/repo:file of a pulled model'),
    }),
  ),
  aliases: z.record(z.string().min(1), digest),
});

/** The user's own models, by content; any number of ids may name the same content. */
export type UserRegistry = z.output<typeof schema>;

/**
 * The file with the user's models, shared by all projects: `models.json` in `ASSAY_CONFIG` when set; else in `assay` of the user's
 * configuration folder (`XDG_CONFIG_HOME`, or `~/.config`).
 */
export function userRegistryFile(environment: NodeJS.ProcessEnv = process.env): string {
  const folder = environment.ASSAY_CONFIG
    ? resolve(environment.ASSAY_CONFIG)
    : join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'assay');
  return join(folder, 'models.json');
}

/** @throws AssayError MODEL_REGISTRY_INVALID. A missing file is an empty registry. */
export function loadUserRegistry(file: string): UserRegistry {
  if (!existsSync(file)) return { version: 1, models: {}, aliases: {} };
  return parseRegistryFile(readFileSync(file, 'utf8'), { file, schema });
}

/**
 * Replaces the registry by what `change` makes of it, as a whole and under a lock, so that two processes lose nothing.
 * @throws AssayError MODEL_REGISTRY_NOT_WRITABLE, MODEL_REGISTRY_INVALID, and whatever `change` throws.
 */
export async function changeUserRegistry(
  file: string,
  change: (registry: UserRegistry) => UserRegistry,
): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch (cause) {
    throw notWritable(file, cause);
  }
  await withFileLock(`${file}.lock`, async () => {
    const changed = change(loadUserRegistry(file));
    const temporary = `${file}.${process.pid}`;
    try {
      await writeFile(temporary, `${JSON.stringify(changed, null, 2)}\n`);
      await rename(temporary, file);
    } catch (cause) {
      throw notWritable(file, cause);
    }
  });
}

function notWritable(file: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return environmentError(
    'MODEL_REGISTRY_NOT_WRITABLE',
    `${file}: cannot be written: ${reason}`,
    'Set ASSAY_CONFIG to a folder that you may write',
    cause,
  );
}
