import type { GenerationRequest, LoadRequest } from '../runtimes/runtime.ts';
import type { PluginOptions, RuntimePlugin } from './plugin.ts';

const WIDTH = 2;

/**
 * The promises of the runtime's port, tried on a model file. Without one the runtime is only made: it may refuse to load
 * nothing.
 */
export function checkRuntime(
  plugin: RuntimePlugin,
  { options, model }: { options: PluginOptions; model: string | null },
): [promise: string, problem: () => string | null | Promise<string | null>][] {
  const load: LoadRequest = {
    modelPath: model ?? '',
    width: WIDTH,
    contextTokens: 2048,
    threads: 1,
    gpu: false,
    kvCacheType: 'F16',
    engine: 'public',
  };
  const ask = (content: string, more: Partial<GenerationRequest> = {}): GenerationRequest => ({
    messages: [{ role: 'user', content }],
    maxTokens: 256,
    shape: { keys: ['invoiceNumber', 'grossTotal'] },
    ...more,
  });
  const text = 'Invoice number: A-1\nTotal: 12.00\n\nfields: invoiceNumber, grossTotal';
  const make = (): ReturnType<RuntimePlugin['create']> => plugin.create(options);
  const made = (): string | null => (make().name === '' ? 'its runtime has no name' : null);
  if (model === null) return [['makes a runtime with a name', made]];
  return [
    ['makes a runtime with a name', made],
    [
      'loads the model and describes it',
      async () => {
        await using loaded = await make().load(load);
        const { description } = loaded;
        return description.width === WIDTH && description.contextTokens > 0 ? null : JSON.stringify(description);
      },
    ],
    [
      'answers every request of a cohort, in order, within its tokens',
      async () => {
        await using loaded = await make().load(load);
        const { generations } = await loaded.generate([ask(text), ask(text, { maxTokens: 3 })]);
        const [long, short] = generations;
        if (generations.length !== 2) return `${generations.length} answers to 2 requests`;
        if (long?.kind !== 'generated' || short?.kind !== 'generated') return 'a request was refused';
        if (short.outputTokens > 3) return `${short.outputTokens} tokens where 3 are allowed`;
        return short.tokens.length === short.outputTokens ? null : 'the tokens are not those that it counts';
      },
    ],
    [
      'keeps to the shape: a JSON object with the asked keys in their order',
      async () => {
        await using loaded = await make().load(load);
        const [one] = (await loaded.generate([ask(text)])).generations;
        if (one?.kind !== 'generated') return 'the request was refused';
        if (one.finish === 'length') return null;
        const keys = Object.keys(JSON.parse(one.text) as object).join(',');
        return keys === 'invoiceNumber,grossTotal' ? null : `the keys are ${keys}`;
      },
    ],
    [
      'says the same twice',
      async () => {
        await using loaded = await make().load(load);
        const texts: string[] = [];
        for (let turn = 0; turn < 2; turn += 1) {
          const [one] = (await loaded.generate([ask(text)])).generations;
          texts.push(one?.kind === 'generated' ? one.text : 'refused');
        }
        return texts[0] === texts[1] ? null : 'the two answers differ';
      },
    ],
    [
      'refuses a prompt that is longer than its context, and goes on',
      async () => {
        await using loaded = await make().load(load);
        const [long, other] = (await loaded.generate([ask('word '.repeat(20_000)), ask(text)])).generations;
        if (long?.kind !== 'refused') return 'it answers';
        return other?.kind === 'generated' ? null : 'the request beside it was refused too';
      },
    ],
    [
      'counts the tokens of prompts',
      async () => {
        await using loaded = await make().load(load);
        const [some = 0, more = 0] = await loaded.countTokens([ask('a b c'), ask(text)]);
        return some > 0 && more > some ? null : `${some} and ${more} tokens`;
      },
    ],
  ];
}
