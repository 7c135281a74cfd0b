/** The tokens that all prompts begin with, less the last of the shortest prompt, which must be evaluated in any case. */
export function commonBeginning(prompts: readonly (readonly number[])[]): number[] {
  const [first = []] = prompts;
  const most = Math.min(...prompts.map(({ length }) => length - 1), first.length);
  let length = 0;
  while (length < most && prompts.every((prompt) => prompt[length] === first[length])) length += 1;
  return first.slice(0, length);
}
