import type { GenerationRequest, LoadedModel } from '../runtimes/runtime.ts';

/** Prompts with less text in common are not tokenized again to see how many tokens that is. */
const LEAST_CHARACTERS = 32;

/** Follows how many tokens the beginnings of all prompts have in common. */
export class SharedBeginning {
  private text: string | null = null;
  private shared: number[] | null = null;

  /** Tokens that every prompt so far begins with; 0 where the model cannot tell. */
  get tokens(): number {
    return this.shared?.length ?? 0;
  }

  /** Further prompts. At least one token of each stays out: it has to be evaluated in any case. */
  async add(model: LoadedModel, requests: readonly GenerationRequest[]): Promise<void> {
    if (this.shared?.length === 0 || model.sharedTokens === undefined) return;
    for (const { messages } of requests) {
      const text = messages.map(({ role, content }) => `${role}\n${content}`).join('\n');
      this.text = this.text === null ? text : text.slice(0, commonLength(this.text, text));
    }
    if ((this.text?.length ?? 0) < LEAST_CHARACTERS) {
      this.shared = [];
      return;
    }
    const found = await model.sharedTokens([...requests]);
    this.shared = this.shared === null ? found : found.slice(0, commonLength(found, this.shared));
  }
}

function commonLength<Item>(a: ArrayLike<Item>, b: ArrayLike<Item>): number {
  const end = Math.min(a.length, b.length);
  let length = 0;
  while (length < end && a[length] === b[length]) length += 1;
  return length;
}
