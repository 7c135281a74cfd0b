import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { generateInvoiceV1 } from '../datasets/synthesis/v1/generate.ts';
import { generateInvoiceV2 } from '../datasets/synthesis/v2/generate.ts';
import { LINE_FIELDS } from '../invoices/fields.ts';
import type { TrueValue } from '../invoices/truth.ts';
import { scoreAnswer } from './score.ts';
import { SCORER_VERSION } from '../scoring/version.ts';

const DOCUMENTS = 100;

/** Scores of this version of the scorer, every value, reason and notation in them. A faster scorer keeps them. */
const DIGESTS: Readonly<Record<string, string>> = {
  '2': '997cb8887da43af1c3e952f7c0390e15015bfe1560c46a9f27a802c12a0c6dec',
  '3': 'e45523b1b98feff9ccaf74910b747d76d7d195bdb6994af29472b5738bbc52de',
  '4': '453ba6ff9f67ac955ac276ac5f8e78e98e72659526d1ed07dc14a31d59102adb',
};

type Row = Readonly<Record<string, TrueValue>>;

/** Ways in which a copied value goes wrong, or comes out in another form. */
const SPOILERS: readonly ((printed: string, random: Random) => unknown)[] = [
  () => null,
  () => '',
  () => 'n/a',
  (printed) => `${printed}1`,
  (printed) => printed.slice(1),
  (printed) => printed.slice(0, -2),
  (printed) => printed.replace(/\d/, '7'),
  (printed) => printed.toUpperCase(),
  (printed) => printed.toLowerCase(),
  (printed) => printed.normalize('NFKD'),
  (printed) => printed.replace(/\p{M}/gu, ''),
  (printed) => printed.replace(/\s/g, '\u00a0'),
  (printed) => printed.replace(/ /g, '  '),
  (printed) => printed.replace(/[.,]/g, (mark) => (mark === '.' ? ',' : '.')),
  (printed) => printed.replace(/[.,]/, ''),
  (printed) => `-${printed}`,
  (printed) => `(${printed})`,
  (printed) => `${printed} €`,
  (printed) => Array.from(printed).reverse().join(''),
  (printed) => printed.replace(/^(\d+)([./-])(\d+)/, '$3$2$1'),
  (printed, random) => random.integer(0, 100_000) / 100,
  (printed) => ({ value: printed }),
  (printed) => [printed],
  () => true,
];

/** What happens to a whole answer. */
const WRAPPERS: readonly ((answer: string) => string)[] = [
  (answer) => `Here it is:\n\`\`\`json\n${answer}\n\`\`\``,
  (answer) => `<think>{"a": 1}</think>${answer}`,
  (answer) => `{"invoice": ${answer}}`,
  (answer) => answer.slice(0, Math.floor(answer.length * 0.7)),
  (answer) => answer.replaceAll('"', "'"),
  (answer) => answer.replace('}', ',}'),
  (answer) => answer.replace(/:"(\d[\d.,]*)"/g, ':$1'),
  (answer) => answer.replace(/,"lines"/, ',"invoiceNumber":"X","extra":[1,{"b":null}],"lines"'),
  (answer) => JSON.stringify(JSON.parse(answer), null, 2),
  (answer) => answer.replace(/[^ -~]/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  () => 'I cannot read this.',
];

function answerOf(truth: { fields: object; lines?: object[] | undefined }, random: Random): string {
  const copy = (row: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(row as Row).map(([field, { printed }]) => {
        if (!random.chance(0.2)) return [field, printed ?? null];
        return [field, random.pick(SPOILERS)(printed ?? random.pick(['12,50', '03.04.2024', 'Acme']), random)];
      }),
    );
  const lines = truth.lines === undefined ? [] : truth.lines.map(copy);
  if (random.chance(0.2)) lines.reverse();
  if (random.chance(0.2))
    lines.splice(random.integer(0, lines.length), random.integer(0, 1), copy(truth.lines?.[0] ?? {}));
  const answer = JSON.stringify({ ...copy(truth.fields), lines });
  return random.chance(0.25) ? random.pick(WRAPPERS)(answer) : answer;
}

test('scores are those of the version of the scorer, to the digit and to the word', () => {
  const hash = createHash('sha256');
  for (const [name, generate] of [
    ['v1', generateInvoiceV1],
    ['v2', generateInvoiceV2],
  ] as const) {
    for (let index = 0; index < DOCUMENTS; index += 1) {
      const random = Random.stream(11, name, index);
      const { text, truth } = generate(7, random.pick(['train', 'dev', 'test'] as const), index);
      const score = scoreAnswer({
        documentText: text,
        truth,
        fields: Object.keys(truth.fields),
        lineFields: name === 'v2' ? Object.keys(LINE_FIELDS) : undefined,
        answerText: answerOf(truth, random),
        finish: random.chance(0.1) ? 'length' : 'stop',
      });
      hash.update(JSON.stringify(score));
    }
  }
  expect(hash.digest('hex')).toBe(DIGESTS[SCORER_VERSION]);
});
