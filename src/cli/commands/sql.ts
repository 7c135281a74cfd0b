import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT, usageError } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';
import { oneOf } from '../report-formats.ts';

/** Rows that a table shows to people; --json and --format csv give all. */
const ROWS_SHOWN = 200;
const LONGEST_CELL = 60;

export function addSqlCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('sql')
    .description('ask all runs in SQL: views runs, variants, comparisons, records, fields (docs/sql.md)')
    .argument('<query>', 'e.g. "SELECT field, outcome, count(*) FROM fields GROUP BY ALL"')
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--format <name>', 'table or csv', oneOf(['table', 'csv'] as const), 'table');
  command.action(() => choose(command, sql));
}

async function sql(call: CommandCall): Promise<CommandResult> {
  const { args, cwd, options } = call;
  const [{ listRunIds }, { queryRuns }, { renderTable }, { csvText }] = await Promise.all([
    import('../../records/find-run.ts'),
    import('../../records/run-database.ts'),
    import('../text-table.ts'),
    import('../../report/csv-text.ts'),
  ]);
  const query = args[0]?.trim() ?? '';
  if (query === '') throw usageError('SQL_EMPTY', 'the query is empty', 'ask e.g. "FROM runs"');
  const results = resolve(cwd, String(options.results));
  const ids = await listRunIds(results);
  if (ids.length === 0) call.stderr.write(`no runs under ${results}: the views are empty\n`);
  const { columns, rows } = await queryRuns(
    ids.map((id) => join(results, id)),
    query,
  );
  const heading = columns.map(({ name }) => name);
  const document = { columns, rows: rows.map((row) => Object.fromEntries(row.map((cell, i) => [heading[i], cell]))) };
  if (options.format === 'csv') {
    const text = csvText([heading, ...rows.map((row) => row.map((cell) => csvCell(cell)))]);
    return { exitCode: EXIT.done, document, text };
  }
  const right = columns.flatMap(({ type }, i) => (/INT|DOUBLE|FLOAT|DECIMAL/.test(type) ? [i] : []));
  const shown = rows.slice(0, ROWS_SHOWN).map((row) => row.map(cellText));
  const more = rows.length - shown.length;
  const table = heading.length === 0 ? '' : renderTable(heading, shown, right);
  return { exitCode: EXIT.done, document, text: `${table}${more > 0 ? `and ${more} more rows: --format csv\n` : ''}` };
}

function csvCell(value: unknown): string | number | null {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return JSON.stringify(value);
}

function cellText(value: unknown): string {
  const text = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
}
