/** A runtime without a model: for each asked key it copies what stands behind `key:` in the prompt. A token is a character. */

const find = (text, key) => {
  const label = key.replace(/([A-Z])/g, ' $1').toLowerCase();
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    if (at > 0 && line.slice(0, at).trim().toLowerCase() === label) return line.slice(at + 1).trim() || null;
  }
  return null;
};
const textOf = ({ messages }) => messages.map(({ content }) => content).join('\n');
const count = (request) => Math.ceil(textOf(request).length / 4);

const answer = (request, contextTokens) => {
  const promptTokens = count(request);
  if (promptTokens >= contextTokens) {
    return { kind: 'refused', reason: `prompt of ${promptTokens} tokens, context of ${contextTokens}`, promptTokens };
  }
  const keys = request.shape?.keys ?? [];
  const whole = JSON.stringify(Object.fromEntries(keys.map((key) => [key, find(textOf(request), key)])));
  const text = whole.slice(0, Math.min(request.maxTokens, contextTokens - promptTokens));
  const tokens = [...text].map((character) => character.codePointAt(0));
  return {
    kind: 'generated',
    text,
    finish: text.length < whole.length ? 'length' : 'stop',
    promptTokens,
    outputTokens: tokens.length,
    logProbabilities: tokens.map(() => 0),
    tokens,
    firstTokenMs: 1,
    totalMs: 1 + tokens.length,
  };
};

/** @type {import('assay').RuntimePlugin} */
export default {
  kind: 'runtime',
  name: 'labels',
  describe: 'copies what stands behind the name of each field; no model',
  version: '1',
  create: () => ({
    name: 'labels',
    load: async ({ width, contextTokens }) => ({
      description: {
        runtime: 'labels',
        engine: 'labels 1',
        device: { name: 'no device', kind: 'cpu' },
        contextTokens,
        width,
        loadMs: 0,
        predictedBytes: 0,
      },
      countTokens: async (requests) => requests.map(count),
      generate: async (requests) => ({
        generations: requests.map((request) => answer(request, contextTokens)),
        wallMs: 1,
        measuredBytes: 0,
      }),
      [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: async () => {},
    }),
  }),
};
