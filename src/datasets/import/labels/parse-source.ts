import { z } from 'zod';
import { Refused } from '../refusal.ts';

/** JSON bytes in the shape of a schema. Refuses with the place and what was found. */
export function parseSourceJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  row?: number,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new Refused(`is no JSON: ${(cause as Error).message.replace(/\s+/g, ' ')}`, row);
  }
  return parseSource(value, schema, row);
}

/** A value in the shape of a schema. Refuses with the place and what was found. */
export function parseSource<Schema extends z.ZodType>(value: unknown, schema: Schema, row?: number): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new Refused(`is not in this format${place}: ${issue?.message ?? 'unknown shape'}`, row);
}

/** Text of bytes: UTF-8 where they are, else Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A value that sources write as text or number, as text. */
export const textOrNumber = z.union([z.string(), z.number().transform(String)]);
