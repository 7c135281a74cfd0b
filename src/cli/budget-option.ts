import { InvalidArgumentError } from 'commander';
import type { Budget, Recommendation } from '../compare/recommend.ts';
import { visibleText } from '../report/safe-text.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 1024,
  MIB: 1024 ** 2,
  GIB: 1024 ** 3,
};

/** `bytes=3MB,seconds=0.2,accuracy=0.9` as a budget; sizes in decimal or binary units, shares also in percent. */
export function budgetOf(text: string): Budget {
  const budget: Budget = {};
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=').map((piece) => piece.trim());
    const number = numberOf(name, value);
    if (number === undefined || !(number > 0) || (name === 'accuracy' && number >= 1)) {
      throw new InvalidArgumentError('Write e.g. bytes=3MB,seconds=0.2,accuracy=0.9.');
    }
    budget[name as keyof Budget] = number;
  }
  return budget;
}

function numberOf(name: string, value: string): number | undefined {
  const [, digits = '', unit = ''] = /^([\d.]+)\s*([A-Za-z]*|%)$/.exec(value) ?? [];
  const number = digits === '' ? Number.NaN : Number(digits);
  if (name === 'bytes') return number * (UNITS[unit.toUpperCase()] ?? Number.NaN);
  if (name === 'seconds') return unit === 'ms' ? number / 1000 : unit === '' || unit === 's' ? number : undefined;
  if (name === 'accuracy') return unit === '%' ? number / 100 : unit === '' ? number : undefined;
  return undefined;
}

/** The recommendation for people: the choice, why, what it costs, what the evidence leaves open. */
export function renderRecommendation({ choice, reason, cost, notSeparated, checks }: Recommendation): string {
  const out = checks.filter(({ fits }) => fits !== 'yes');
  const lines = [
    choice === null ? 'Recommended: none.' : `Recommended: ${choice}.`,
    reason,
    ...(cost === null ? [] : [`Against the most accurate of all: ${cost.sentence}`]),
    ...(notSeparated.length === 0
      ? []
      : [`The evidence does not separate it from ${notSeparated.join(', ')}: this is no ranking.`]),
    ...out.map(
      ({ variant, fits, reasons }) => `${fits === 'no' ? 'Out' : 'Unclear'}: ${variant}: ${reasons.join('; ')}.`,
    ),
  ];
  return `${lines.map(visibleText).join('\n')}\n`;
}
