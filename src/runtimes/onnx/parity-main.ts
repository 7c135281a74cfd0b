/** Entry of the process that compares two networks: one question, one answer, end. */
import { AssayError } from '../../core/errors.ts';
import { answerDocument, loadLabelMap } from './answer-document.ts';
import { openDocumentTokenizer } from './document-tokenizer.ts';
import { scoreLabels } from './find-spans.ts';
import type { Parity, ParityQuestion, ParityReply } from './measure-parity.ts';
import { openNetwork } from './open-network.ts';

async function compare({ reference, candidate, texts }: ParityQuestion): Promise<Parity> {
  const labels = loadLabelMap(reference);
  const tokenizer = await openDocumentTokenizer(reference);
  const options = { provider: 'cpu', threads: 1, padId: tokenizer.padId, labels: labels.count } as const;
  const first = await openNetwork(reference, options);
  const second = await openNetwork(candidate, options);
  const fields = [...labels.fields.keys()].filter((name) => !name.includes('.'));
  const seen = { tokens: 0, same: 0, sum: 0, largest: 0, fields: 0, answers: 0 };
  for (const text of texts) {
    const document = tokenizer.encode(text);
    // The beginning of a long document is compared: both read it in the same windows.
    const ids = document.ids.slice(0, labels.windowTokens);
    const cut = { ids, starts: document.starts.slice(0, ids.length), ends: document.ends.slice(0, ids.length) };
    const [a, b] = [await first.run([ids], ids.length), await second.run([ids], ids.length)];
    const [ours, theirs] = [
      scoreLabels(a[0] ?? new Float32Array(), labels.count),
      scoreLabels(b[0] ?? new Float32Array(), labels.count),
    ];
    for (let token = 0; token < ids.length; token += 1) {
      const [x, y] = [likeliest(ours.values, token, labels.count), likeliest(theirs.values, token, labels.count)];
      const at = token * labels.count + x;
      const difference = Math.abs((ours.values[at] ?? 0) - (theirs.values[at] ?? 0));
      seen.tokens += 1;
      seen.same += Number(x === y);
      seen.sum += difference;
      seen.largest = Math.max(seen.largest, difference);
    }
    const read = (scores: typeof ours): Record<string, unknown> =>
      JSON.parse(answerDocument({ text, fields }, cut, { scores, labels }).text) as Record<string, unknown>;
    const [left, right] = [read(ours), read(theirs)];
    seen.fields += fields.length;
    seen.answers += fields.filter((field) => left[field] === right[field]).length;
  }
  return {
    documents: texts.length,
    tokens: seen.tokens,
    sameLabels: seen.same / seen.tokens,
    meanDifference: seen.sum / seen.tokens,
    largestDifference: seen.largest,
    sameAnswers: seen.answers / seen.fields,
  };
}

function likeliest(values: Float32Array, token: number, labels: number): number {
  let best = 0;
  for (let label = 1; label < labels; label += 1) {
    if ((values[token * labels + label] ?? 0) > (values[token * labels + best] ?? 0)) best = label;
  }
  return best;
}

function answer(reply: ParityReply): void {
  process.send?.(reply, () => process.exit(0));
}

process.on('disconnect', () => process.exit(0));
process.once('message', (question: ParityQuestion) => {
  compare(question).then(
    (parity) => answer({ parity }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (!(error instanceof AssayError)) return answer({ code: 'PARITY_FAILED', message });
      answer({ code: error.code, message, ...(error.hint === undefined ? {} : { hint: error.hint }) });
    },
  );
});
