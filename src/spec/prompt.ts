import { z } from 'zod';
import { checkYaml, printAllowed, yamlError } from '../core/check-yaml.ts';
import { nearestOf } from '../core/nearest.ts';
import type { YamlSource } from '../core/yaml.ts';

/** What a template may fill in: the document's text, and the names of the asked fields joined by `, `. */
export const PROMPT_PLACEHOLDERS = ['document', 'fields'] as const;

const schema = z.strictObject({
  id: z.string().min(1),
  version: z.int().min(1),
  messages: z
    .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) }))
    .min(1),
  examples: z
    .int()
    .min(0)
    .max(16)
    .optional()
    .describe('Documents of the train split with their answers that are shown before the question'),
  order: z.enum(['asked', 'reversed']).optional().describe('Order in which fields are asked; as asked when left out'),
});

/**
 * A versioned prompt template. `content` holds `{document}` and `{fields}` once each over all messages, and both in
 * user messages; braces around anything but a lower-case word stand for themselves.
 */
export type Prompt = Readonly<z.output<typeof schema>>;

/**
 * The prompt in a YAML file whose name is `ID.yaml`. Throws `PROMPT_INVALID` with file and line for an unknown key, a
 * wrong type, an id that is not the file's name, or a placeholder that is unknown, missing or doubled.
 */
export function parsePrompt(source: YamlSource, id: string): Prompt {
  const prompt = checkYaml(source, schema, 'PROMPT_INVALID');
  const fail = (path: (string | number)[], message: string, hint: string) =>
    yamlError({ source, path, code: 'PROMPT_INVALID', message, hint });
  if (prompt.id !== id) {
    throw fail(['id'], `is "${prompt.id}"; it must be the file's name, ${id}`, `write \`id: ${id}\``);
  }
  const uses = new Map<string, number>();
  for (const [index, { role, content }] of prompt.messages.entries()) {
    const path = ['messages', index, 'content'];
    for (const [, name = ''] of content.matchAll(/\{([a-z]\w*)\}/g)) {
      if (!PROMPT_PLACEHOLDERS.some((known) => known === name)) {
        const hint = nearestOf(name, PROMPT_PLACEHOLDERS) ?? 'document';
        const message = `holds {${name}}, which nothing fills in; allowed: {${printAllowed(PROMPT_PLACEHOLDERS).replace(', ', '}, {')}}`;
        throw fail(path, message, `did you mean {${hint}}?`);
      }
      if (role !== 'user') {
        throw fail(path, `holds {${name}} in a ${role} message`, `move {${name}} into a user message`);
      }
      uses.set(name, (uses.get(name) ?? 0) + 1);
    }
  }
  for (const name of PROMPT_PLACEHOLDERS) {
    const times = uses.get(name) ?? 0;
    if (times !== 1)
      throw fail(['messages'], `hold {${name}} ${times} times; it must stand there once`, `write {${name}} once`);
  }
  return Object.freeze(prompt);
}
