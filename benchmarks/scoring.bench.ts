import { Random } from '../src/core/random.ts';
import { HEADER_FIELDS, LINE_FIELDS } from '../src/invoices/fields.ts';
import type { TrueValue } from '../src/invoices/truth.ts';
import { prepareSource, scoreAnswer, type ScoreAnswerInput } from '../src/stages/score.ts';

// 20,000 answers of 19 header fields and 6 lines of 6 cells, one value in ten spoilt, on one core: from the raw answer to
// the score (locale, parse, normalise, align, compare, ground).
const DOCUMENTS = 20_000;
const DISTINCT = 500;
const LINES = 6;
const TARGET_SECONDS = 5;

const fields = Object.keys(HEADER_FIELDS);
const lineFields = Object.keys(LINE_FIELDS);
const types: Record<string, string> = { ...HEADER_FIELDS, ...LINE_FIELDS };

function makeValue(random: Random, field: string): TrueValue {
  const present = (value: string, printed = value): TrueValue => ({ value, printed, state: 'present' });
  if (random.chance(0.1)) return { value: null, state: 'absent' };
  const units = random.integer(1, 99_999);
  const cents = String(random.integer(0, 99)).padStart(2, '0');
  switch (types[field]) {
    case 'money':
      return present(`${units}.${cents}`, `${String(units).replace(/\B(?=(\d{3})+$)/g, '.')},${cents}`);
    case 'date': {
      const [month, day] = [random.integer(1, 12), random.integer(1, 28)].map((part) => String(part).padStart(2, '0'));
      return present(`2024-${month}-${day}`, `${day}.${month}.2024`);
    }
    case 'quantity':
      return present(String(random.integer(1, 99)));
    case 'code':
      return field === 'currency' ? present('EUR', '€') : present('Stk');
    case 'id':
      return present(`RE-${random.integer(10_000, 99_999)}-${random.integer(100, 999)}`);
    default:
      return present(
        `${random.pick(['Toner', 'Papier', 'Wartung'])} ${random.pick(['Müller', 'Nord', 'Weiß'])} ${units}`,
      );
  }
}

const makeRow = (random: Random, names: readonly string[]): Record<string, TrueValue> =>
  Object.fromEntries(names.map((name) => [name, makeValue(random, name)]));

function spoil(random: Random, { printed }: TrueValue): string | null {
  if (printed === undefined || !random.chance(0.1)) return printed ?? null;
  return random.pick([null, `${printed}1`, printed.slice(1), printed.replace(/\d/, '7')]);
}

function makeAnswer(index: number): ScoreAnswerInput {
  const random = Random.stream(7, 'scoring benchmark', index);
  const header = makeRow(random, fields);
  const lines = Array.from({ length: LINES }, () => makeRow(random, lineFields));
  const shown = (row: Record<string, TrueValue>): string[] => Object.values(row).map(({ printed }) => printed ?? '');
  const labelled = Object.entries(header).map(([field, { printed }]) => (printed ? `${field}: ${printed}` : ''));
  const documentText = ['Rechnung', ...labelled, ...lines.map((row) => shown(row).join('   '))].join('\n');
  const copy = (row: Record<string, TrueValue>): Record<string, string | null> =>
    Object.fromEntries(Object.entries(row).map(([field, value]) => [field, spoil(random, value)]));
  const answerText = JSON.stringify({ ...copy(header), lines: lines.map(copy) });
  return {
    documentText,
    truth: { id: String(index), fields: header, lines },
    fields,
    lineFields,
    answerText,
    finish: 'stop',
  };
}

const answers = Array.from({ length: DISTINCT }, (_, index) => makeAnswer(index));
const characters = answers.reduce((sum, { documentText }) => sum + documentText.length, 0) / DISTINCT;
console.log(
  `${fields.length} fields, ${LINES} lines of ${lineFields.length} cells, ${characters.toFixed(0)} characters a document`,
);

/** Wall seconds and processor seconds of scoring all documents once. */
function measure(prepared: boolean): { wall: number; cpu: number; accuracy: number } {
  const inputs = prepared ? answers.map((a) => ({ ...a, source: prepareSource(a.documentText) })) : answers;
  const started = performance.now();
  const processor = process.cpuUsage();
  let accuracy = 0;
  for (let n = 0; n < DOCUMENTS; n += 1) accuracy += scoreAnswer(inputs[n % DISTINCT]!).fieldAccuracy;
  const { user, system } = process.cpuUsage(processor);
  return { wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6, accuracy: accuracy / DOCUMENTS };
}

measure(false);
for (const [name, prepared] of [
  ['text read for every answer', false],
  ['text read once, as for many variants', true],
] as const) {
  const { wall, cpu, accuracy } = measure(prepared);
  const met = cpu < TARGET_SECONDS ? 'met' : 'missed';
  console.log(
    `${DOCUMENTS} documents, ${name}: ${wall.toFixed(2)} s wall, ${cpu.toFixed(2)} s processor (accuracy ${accuracy.toFixed(3)}); target ${TARGET_SECONDS} s: ${met}`,
  );
}
