import { Refused } from '../refusal.ts';

export interface CsvRow {
  /** Line of the file where the row begins, from 1. */
  row: number;
  cells: string[];
}

/**
 * Rows of a CSV text (RFC 4180): quoted cells may hold separators, line breaks and doubled quotes. The separator is the
 * one of comma, semicolon and tab that the first line has most of. Empty lines are skipped. Refuses an open quote.
 */
export function parseCsv(source: string): CsvRow[] {
  const text = source.replace(/^\ufeff/, '');
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let wasQuoted = false;
  let line = 1;
  let start = 1;
  const endRow = (): void => {
    cells.push(wasQuoted ? cell : cell.trim());
    if (cells.length > 1 || cells[0] !== '') rows.push({ row: start, cells });
    [cells, cell, wasQuoted] = [[], '', false];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '\n') line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell.trim() === '') [cell, quoted, wasQuoted] = ['', true, true];
    else if (character === separator) {
      cells.push(wasQuoted ? cell : cell.trim());
      [cell, wasQuoted] = ['', false];
    } else if (character === '\n') {
      endRow();
      start = line;
    } else if (character !== '\r') cell += character;
  }
  if (quoted) throw new Refused('has a quoted cell that is never closed', start);
  endRow();
  return rows;
}

function separatorOf(text: string): string {
  const [first = ''] = text.split('\n');
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: first.split(separator).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.separator ?? ',';
}
