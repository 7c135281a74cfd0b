import type { Flip } from '../../../src/compare/run-summary.ts';
import type { Random } from '../../../src/core/random.ts';
import { HEADER_FIELDS, HEADER_FIELDS_V1 } from '../../../src/invoices/fields.ts';

const NAMES = [
  'Nordlicht Bürobedarf GmbH',
  'Harrow & Finch Ltd',
  'Ateliers Benoît SARL',
  'Zakład Kowalski sp. z o.o.',
  'Blue Mesa Supply Co.',
];

/** One flip as a coarse quantization makes it: a digit changed, a value cut short, a value left out. */
export function sampleFlip(random: Random, kind: Flip['kind']): Flip {
  const field = random.pick(HEADER_FIELDS_V1);
  const document = `t${random.integer(1, 3)}-${String(random.integer(1, 400)).padStart(6, '0')}`;
  const { printed, truth } = valueOf(random, field);
  const [wrong, other] = [damaged(random, printed), damaged(random, printed)];
  if (kind === 'lost') return { document, field, kind, printed, truth, baseline: printed, candidate: wrong };
  if (kind === 'gained') return { document, field, kind, printed, truth, baseline: wrong, candidate: printed };
  return { document, field, kind, printed, truth, baseline: wrong, candidate: other === wrong ? `${printed}0` : other };
}

function valueOf(random: Random, field: (typeof HEADER_FIELDS_V1)[number]): { printed: string; truth: string } {
  const type = HEADER_FIELDS[field];
  if (type === 'money') {
    const cents = random.integer(1_000, 999_999);
    const [whole, rest] = [Math.floor(cents / 100), String(cents % 100).padStart(2, '0')];
    const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, random.pick(['.', ' ', ',']));
    return { printed: `${grouped}${grouped.includes(',') ? '.' : ','}${rest}`, truth: `${whole}.${rest}` };
  }
  if (type === 'date') {
    const [day, month] = [random.integer(10, 28), random.integer(10, 12)];
    return { printed: `${day}.${month}.2025`, truth: `2025-${month}-${day}` };
  }
  if (type === 'code') return { printed: '€', truth: 'EUR' };
  if (type === 'text') {
    const name = random.pick(NAMES);
    return { printed: name, truth: name };
  }
  const digits = Array.from({ length: 4 }, () => random.integer(1000, 9999));
  if (field === 'iban') return { printed: `DE89 ${digits.join(' ')} 00`, truth: `DE89${digits.join('')}00` };
  const id = `RE-2025-${digits[0]}`;
  return { printed: id, truth: id };
}

function damaged(random: Random, printed: string): string | null {
  if (random.chance(0.2)) return null;
  if (random.chance(0.3)) return printed.slice(0, Math.max(1, printed.length - random.integer(1, 4)));
  const at = random.integer(Math.min(2, printed.length - 1), printed.length - 1);
  return `${printed.slice(0, at)}${random.pick(Array.from('0123456789').filter((digit) => digit !== printed[at]))}${printed.slice(at + 1)}`;
}
