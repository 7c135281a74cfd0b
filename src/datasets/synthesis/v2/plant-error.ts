import type { Random } from '../../../core/random.ts';
import type { HeaderField } from '../../../invoices/fields.ts';
import type { Ledger } from '../../../invoices/ledger.ts';

/** A total that is printed wrong. The truth follows the print: whoever corrects it silently is wrong. */
export function plantError(random: Random, ledger: Ledger): Partial<Record<HeaderField, number>> {
  const field = random.pick(['grossTotal', 'grossTotal', 'vatTotal', 'netTotal'] as const);
  const wrong = spoil(random, ledger[field]);
  return { [field]: wrong };
}

/** Another amount of the same length: two neighbouring digits swapped, or one digit off. */
function spoil(random: Random, amount: number): number {
  const digits = String(Math.abs(amount)).split('');
  const swaps = digits.flatMap((digit, i) => (i > 0 && i + 1 < digits.length && digit !== digits[i + 1] ? [i] : []));
  if (swaps.length > 0 && random.chance(0.7)) {
    const at = random.pick(swaps);
    [digits[at], digits[at + 1]] = [digits[at + 1] as string, digits[at] as string];
  } else {
    const at = random.integer(Math.min(1, digits.length - 1), digits.length - 1);
    digits[at] = String((Number(digits[at]) + random.integer(1, 8)) % 10);
  }
  return Math.sign(amount || 1) * Number(digits.join(''));
}
