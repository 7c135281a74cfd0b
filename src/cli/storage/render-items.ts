import { bytesText, counted } from '../../report/number-text.ts';
import { renderTable } from '../text-table.ts';
import type { StoredItem } from './stored-item.ts';

const STATES: Record<StoredItem['state'], string> = {
  free: '',
  incomplete: 'incomplete',
  shelf: 'on the shelf',
  busy: 'being written',
};

/** Items with their sizes, the largest first, and their sum. */
export function renderItems(items: readonly StoredItem[]): string {
  if (items.length === 0) return 'nothing\n';
  const rows = items
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ kind, name, bytes, modifiedMs, state }) => [
      kind,
      name,
      bytesText(bytes),
      new Date(modifiedMs).toISOString().slice(0, 10),
      STATES[state],
    ]);
  const total = bytesText(items.reduce((sum, { bytes }) => sum + bytes, 0));
  return `${renderTable(['kind', 'name', 'size', 'written', ''], rows, [2])}\n${counted(items.length, 'item')}, ${total}\n`;
}
