import { readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { environmentError, usageError } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';
import { NARROWED_EVENT, runTables, TABLES } from './run-tables.ts';
import { openRunFolder, plannedKeys, RESCORED_FILE } from './run-source.ts';
import { RUN_FILES } from './run-folder.ts';
import { recordViews } from './run-views.ts';

export interface QueryResult {
  columns: { name: string; type: string }[];
  /** Values as JSON has them; whole numbers beyond 2^53 as text. */
  rows: unknown[][];
}

/** SQL over the journals of some runs. */
export interface RunDatabase extends Disposable {
  /** Runs one statement or several; the result is that of the last. Throws a usage error with the engine's own message. */
  query(sql: string): Promise<QueryResult>;
}

/**
 * A database in memory with the views `runs`, `variants`, `comparisons`, `records` and `fields` over these run folders.
 * The journals are read when they are asked for and never loaded as a whole. Errors: exit 3 where DuckDB cannot be loaded.
 */
export async function openRunDatabase(folders: readonly string[]): Promise<RunDatabase> {
  const { DuckDBInstance } = await import('@duckdb/node-api').catch((cause: Error) => {
    const message = `DuckDB has no library for this machine (${cause.message.split('\n')[0]})`;
    throw environmentError('SQL_NO_ENGINE', message, 'install it with `npm install @duckdb/node-api`', cause);
  });
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
  const connection = await instance.connect();
  const tables = await runTables(folders);
  for (const [name, columns] of Object.entries(TABLES)) {
    const shape = JSON.stringify([columns]).replaceAll("'", "''");
    await connection.run(
      `CREATE TABLE ${name} AS SELECT unnest(from_json($1::JSON, '${shape}'), max_depth := 2) FROM (SELECT 1)`,
      [JSON.stringify(tables[name as keyof typeof tables])],
    );
  }
  await connection.run(`CREATE TABLE planned AS SELECT unnest(from_json($1::JSON, '["VARCHAR"]')) AS key`, [
    JSON.stringify(await keysOfNarrowed(folders)),
  ]);
  const journals = await existing(folders, RUN_FILES.records);
  const rescored = await existing(folders, RESCORED_FILE);
  for (const statement of recordViews({ journals, rescored })) await connection.run(statement);
  return {
    query: async (sql) => {
      try {
        const reader = await connection.runAndReadAll(sql);
        const names = reader.deduplicatedColumnNames();
        const types = reader.columnTypes().map(String);
        const rows = reader.getRowsJson().map((row) => row.map((value, i) => plainNumber(value, types[i] ?? '')));
        return { columns: names.map((name, i) => ({ name, type: types[i] ?? '' })), rows };
      } catch (cause) {
        const message = (cause as Error).message.trim();
        throw usageError('SQL_REFUSED', message, 'see docs/sql.md for the views and their columns');
      }
    },
    [Symbol.dispose]: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The answer of one query over some runs. */
export async function queryRuns(folders: readonly string[], sql: string): Promise<QueryResult> {
  using database = await openRunDatabase(folders);
  return await database.query(sql);
}

/** Writes all records of a run, one row each, with their fields as a list, into a Parquet file. */
export async function writeParquet(folder: string, path: string): Promise<void> {
  using database = await openRunDatabase([folder]);
  await makeFolder(dirname(path));
  const temporary = `${path}.new-${process.pid}`;
  try {
    const quoted = temporary.replaceAll("'", "''");
    await database.query(`COPY (SELECT * FROM records) TO '${quoted}' (FORMAT parquet, COMPRESSION zstd)`);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function existing(folders: readonly string[], file: string): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    const path = join(folder, file);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.size > 0) paths.push(path);
  }
  return paths;
}

/** The trials that count of the runs whose batch was narrowed: their journals hold others too. */
async function keysOfNarrowed(folders: readonly string[]): Promise<string[]> {
  const keys: string[] = [];
  for (const folder of folders) {
    const events = await readFile(join(folder, RUN_FILES.events), 'utf8').catch(() => '');
    if (!events.includes(NARROWED_EVENT)) continue;
    const { manifest } = await openRunFolder(folder);
    keys.push(...plannedKeys(manifest));
  }
  return keys;
}

/** DuckDB gives 64-bit numbers as text; those that JavaScript holds exactly become numbers. */
function plainNumber(value: unknown, type: string): unknown {
  if (typeof value !== 'string' || !/^U?(BIG|HUGE)INT$/.test(type)) return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
